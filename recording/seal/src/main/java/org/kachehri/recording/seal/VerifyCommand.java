package org.kachehri.recording.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code kachehri verify PATH [--trust FILE]… [--json]}: says in plain words, or as JSON, whether a package is intact. With {@code --list LISTS}, whether
 * the daily lists are, and whether every package they name is below PATH. Needs no server and no database.
 * Exit codes: 0 intact and signer trusted, 1 damaged, 2 not a package (or a command that can't be understood), 3 intact but signer not known.
 */
public final class VerifyCommand {
    private static final String USAGE =
            "Usage: kachehri verify PATH [--trust FILE]… [--json]; kachehri verify --list LISTS DIR [--trust FILE]… [--json]";

    private VerifyCommand() {}

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        Optional<String> path = Optional.empty();
        List<Path> trust = new ArrayList<>();
        Optional<Path> lists = Optional.empty();
        boolean json = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--trust") && i + 1 < arguments.size()) {
                trust.add(Path.of(arguments.get(++i)));
            } else if (argument.equals("--list") && i + 1 < arguments.size()) {
                lists = Optional.of(Path.of(arguments.get(++i)));
            } else if (argument.equals("--json")) {
                json = true;
            } else if (path.isEmpty() && !argument.startsWith("--")) {
                path = Optional.of(argument);
            } else {
                out.println(USAGE);
                return Verdict.NOT_A_PACKAGE.exitCode();
            }
        }
        if (path.isEmpty()) {
            out.println(USAGE);
            return Verdict.NOT_A_PACKAGE.exitCode();
        }
        try {
            if (lists.isPresent()) {
                ListVerification listed = PackageLists.verify(lists.get(), Path.of(path.get()), trust);
                print(listed, json, out);
                return listed.verdict().exitCode();
            }
            Verification verification = Verify.verify(Path.of(path.get()), trust);
            if (json) {
                out.println(json(verification).toPrettyString());
            } else {
                print(verification, out);
            }
            return verification.verdict().exitCode();
        } catch (IOException | InvalidPathException e) {
            Verification unreadable = Verification.notAPackage("It can't be read: " + e.getMessage());
            if (json) {
                out.println(json(unreadable).toPrettyString());
            } else {
                print(unreadable, out);
            }
            return Verdict.NOT_A_PACKAGE.exitCode();
        }
    }

    private static void print(Verification verification, PrintStream out) {
        lines(verification).forEach(line -> out.println(printable(line)));
    }

    /** A stranger's name for a file or for himself could otherwise move the cursor, turn the line around and so write a verdict of its own. */
    private static String printable(String line) {
        return line.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    private static List<String> lines(Verification verification) {
        List<String> lines = new ArrayList<>();
        lines.add(verification.reason());
        if (verification.segments() > 0) {
            lines.add("Segments intact: " + verification.intactSegments() + " of " + verification.segments());
        }
        verification.sealedAt().ifPresent(at -> lines.add("Sealed at " + at + " (as the signer says)"));
        verification.time().ifPresent(time -> {
            lines.add("Before " + time.before() + ", says " + time.authority()
                    + (time.trusted() ? "" : " (not known here)"));
            lines.add("The time stamp is to be renewed before " + time.renewBefore());
        });
        verification.signer().ifPresent(name -> lines.add("Signer: " + name));
        verification.fingerprint().ifPresent(print -> lines.add("Certificate SHA-256: " + print));
        return lines;
    }

    private static void print(ListVerification listed, boolean json, PrintStream out) {
        if (json) {
            ObjectNode answer = Bag.JSON
                    .createObjectNode()
                    .put("verdict", listed.verdict().name())
                    .put("exitCode", listed.verdict().exitCode())
                    .put("lists", listed.lists())
                    .put("stamped", listed.stamped())
                    .put("packages", listed.packages());
            listed.troubles().forEach(answer.putArray("troubles")::add);
            out.println(answer.toPrettyString());
            return;
        }
        listed.troubles().forEach(out::println);
        out.println(
                switch (listed.verdict()) {
                    case INTACT -> "Every package of the lists is here; the lists are intact, by a trusted signer.";
                    case INTACT_SIGNER_UNKNOWN -> "Every package of the lists is here; their signer isn't known here.";
                    case DAMAGED -> "Troubles: " + listed.troubles().size();
                    case NOT_A_PACKAGE -> "There is no list.";
                });
        out.println("Lists: " + listed.lists() + ", time-stamped: " + listed.stamped() + "; packages: "
                + listed.packages());
    }

    /** The field names are part of the command's contract; what isn't known is left out. */
    private static ObjectNode json(Verification verification) {
        ObjectNode json = Bag.JSON
                .createObjectNode()
                .put("verdict", verification.verdict().name())
                .put("exitCode", verification.verdict().exitCode())
                .put("reason", verification.reason())
                .put("segments", verification.segments())
                .put("intactSegments", verification.intactSegments());
        verification.firstDamaged().ifPresent(file -> json.put("firstDamaged", file));
        verification.sealedAt().ifPresent(at -> json.put("sealedAt", at.toString()));
        verification.signer().ifPresent(name -> json.put("signer", name));
        verification.fingerprint().ifPresent(print -> json.put("certificateSha256", print));
        verification.time().ifPresent(time -> json.putObject("timeStamp")
                .put("before", time.before().toString())
                .put("authority", time.authority())
                .put("trusted", time.trusted())
                .put("renewBefore", time.renewBefore().toString()));
        return json;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }
}
