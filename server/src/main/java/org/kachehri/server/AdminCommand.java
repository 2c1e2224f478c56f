package org.kachehri.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.platform.postgres.DatabaseRefused;
import org.kachehri.recording.archive.StorageSettings;

/** {@code kachehri admin backup|restore FOLDER}: says in sentences what was done. Exit codes: 0 done, 1 packages are missing or damaged, 2 refused. */
final class AdminCommand {
    private static final String USAGE =
            "Usage: kachehri admin backup FOLDER | restore FOLDER  [--data DIR] [--database-url URL], and for restore the stores as for run:"
                    + " [--archive-store PLACE] [--archive-second-store PLACE] [--archive-key FILE]";
    private static final List<String> OPTIONS =
            List.of("--data", "--database-url", StorageOptions.STORE, StorageOptions.SECOND, StorageOptions.KEY);

    private AdminCommand() {}

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
        Map<String, String> given = new LinkedHashMap<>();
        environment.forEach((variable, value) -> OPTIONS.stream()
                .filter(option -> ServerSettings.named(option).endsWith("(" + variable + ")") && !value.isBlank())
                .forEach(option -> given.put(option, value)));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (OPTIONS.contains(arguments.get(i)) && i + 1 < arguments.size()) {
                given.put(arguments.get(i), arguments.get(++i));
            } else {
                words.add(arguments.get(i));
            }
        }
        if (words.size() != 2 || words.get(1).startsWith("--")) {
            out.println(USAGE);
            return 2;
        }
        Optional<String> url = Optional.ofNullable(given.get("--database-url"));
        if (url.isPresent() && !ServerSettings.isPostgres(url.get())) {
            out.println(ServerSettings.named("--database-url")
                    + " has to begin with jdbc:postgresql:// and name a host and a database.");
            return 2;
        }
        Path data =
                Path.of(given.getOrDefault("--data", "data")).toAbsolutePath().normalize();
        try {
            Optional<StorageSettings> storage =
                    words.getFirst().equals("restore") ? StorageOptions.of(given, data) : Optional.empty();
            return run(words, new Backup(data, url, storage, Clock.systemUTC()), out);
        } catch (ServerSettings.Wrong wrong) {
            out.println(wrong.getMessage());
            return 2;
        }
    }

    private static int run(List<String> words, Backup backup, PrintStream out) {
        Path folder = Path.of(words.getLast()).toAbsolutePath().normalize();
        try {
            switch (words.getFirst()) {
                case "backup" -> {
                    out.println("Written to " + folder + ": the database and a list of " + backup.write(folder)
                            + " packages. The packages themselves and the keys are not in it.");
                    return 0;
                }
                case "restore" -> {
                    Backup.Restored restored = backup.restore(folder);
                    restored.troubles().forEach(out::println);
                    if (restored.elsewhere() > 0) {
                        out.println("Only in stores, and not read, because none was named: " + restored.elsewhere());
                    }
                    out.println("Restored. Packages intact: " + restored.intact() + " of " + restored.packages());
                    return restored.troubles().isEmpty() ? 0 : 1;
                }
                default -> {
                    out.println(USAGE);
                    return 2;
                }
            }
        } catch (Backup.Refused | DatabaseRefused refused) {
            out.println(refused.getMessage());
            return 2;
        } catch (IOException e) {
            out.println("It can't be done: " + e);
            return 2;
        }
    }
}
