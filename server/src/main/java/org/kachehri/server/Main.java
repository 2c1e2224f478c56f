package org.kachehri.server;

import java.util.Arrays;
import java.util.List;
import org.kachehri.recording.seal.VerifyCommand;

/** The command line's entry: the first word says what is wanted, see {@code ./kachehri help}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        switch (command) {
            case "run" -> run(rest);
            case "verify" -> System.exit(VerifyCommand.run(rest, System.out));
            case "admin" -> System.exit(AdminCommand.run(rest, System.getenv(), System.out));
            default -> {
                System.err.println("kachehri: there is no command '" + command + "'; see ./kachehri help.");
                System.exit(2);
            }
        }
    }

    private static void run(List<String> options) throws Exception {
        try {
            CentralServer server = CentralServer.start(ServerSettings.of(options, System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            server.printWelcome(System.out);
        } catch (ServerSettings.Wrong wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }
}
