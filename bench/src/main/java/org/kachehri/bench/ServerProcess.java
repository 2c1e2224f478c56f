package org.kachehri.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the kernel says of a process: CPU time and memory. Linux only. */
record ServerProcess(long pid) {

    /** USER_HZ, which is 100 on every architecture that runs this. */
    private static final long TICK_MILLIS = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    static ServerProcess self() {
        return new ServerProcess(ProcessHandle.current().pid());
    }

    /** User and system time of all its threads, ended ones included. */
    long cpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.US_ASCII);
        // The command's name may contain anything; what follows its bracket are fields from the third on.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_MILLIS;
    }

    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("process " + pid + " has no memory");
    }

    /** How many entries its folder of this name in /proc has: {@code fd} or {@code task}. */
    long entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid, folder))) {
            return entries.count();
        }
    }

    /** Asks it to end and insists after 30 s. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
