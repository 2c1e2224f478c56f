package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For how long another virtual machine stopped all its threads, and why, by its own log. */
final class SafepointLog implements AutoCloseable {

    private static final Pattern SAFEPOINT =
            Pattern.compile("^\\[(\\d+\\.\\d+)s\\].*Safepoint \"([^\"]*)\".*Total: +(\\d+) ns");

    private final Path file;

    /**
     * One stop.
     *
     * @param upSeconds since that machine's start
     */
    record Stop(double upSeconds, String cause, double millis) {
        static final Stop NONE = new Stop(0, "nothing", 0);
    }

    SafepointLog() throws IOException {
        file = Files.createTempFile("safepoint", ".log");
    }

    /** What the other machine is started with. */
    String flag() {
        return "-Xlog:safepoint:file=" + file;
    }

    /** The last one so far. */
    Stop last() throws IOException {
        Stop last = Stop.NONE;
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = SAFEPOINT.matcher(line);
            last = matcher.find() ? stop(matcher) : last;
        }
        return last;
    }

    /** The longest of those after that one. */
    Stop longestSince(Stop begin) throws IOException {
        Stop longest = Stop.NONE;
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = SAFEPOINT.matcher(line);
            if (matcher.find()) {
                Stop stop = stop(matcher);
                longest = stop.upSeconds > begin.upSeconds && stop.millis > longest.millis ? stop : longest;
            }
        }
        return longest;
    }

    private static Stop stop(Matcher matcher) {
        return new Stop(Double.parseDouble(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3)) / 1e6);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
