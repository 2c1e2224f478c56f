package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server is measured from outside: a network namespace of its own with one address that isn't loopback's (Janus
 * offers no other), the server on the machine's first core and the load on the second. Root of the machine also keeps both
 * cores from whatever else runs there, by the scheduling class that load and servers inherit.
 */
final class QuietNetwork {

    static final String HOST = "10.99.0.1";
    static final List<String> SERVER_CORE = List.of("taskset", "-c", "0");

    /** Any interface that isn't loopback does: nothing goes over it, both ends are this machine. */
    private static final String SET_UP = "ip link set lo up"
            + " && { ip link add bench0 type dummy 2>/dev/null || {"
            + " ip link add bench0 type veth peer name bench1 && ip link set bench1 up; }; }"
            + " && ip address add " + HOST + "/24 dev bench0 && ip link set bench0 up"
            + " && exec taskset -c 1 \"$@\"";

    private QuietNetwork() {}

    /** Starts this program again inside, with these arguments, and ends with it if it fails. */
    static void enter(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                System.getProperty("user.name").equals("root")
                        ? List.of("chrt", "--rr", "1", "unshare", "--net")
                        : List.of("unshare", "--user", "--map-root-user", "--net"));
        command.addAll(List.of("sh", "-c", SET_UP, "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(arguments);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            System.exit(status);
        }
    }
}
