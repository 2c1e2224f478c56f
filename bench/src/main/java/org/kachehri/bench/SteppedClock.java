package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock that the product believes in and that can be set while it runs: libfaketime between it and the kernel. The monotonic clock
 * goes on as it does when an operator or NTP sets a machine's time. Used by one thread.
 */
final class SteppedClock {

    /** Where distributions put it, below the folder of an architecture or not. */
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path file;
    private Duration ahead = Duration.ZERO;

    private SteppedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Empty where the library isn't installed. */
    static Optional<SteppedClock> in(Path folder) throws IOException {
        Optional<Path> library;
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            library = Stream.concat(folders, Stream.of(Path.of("/usr/lib"), Path.of("/usr/lib64")))
                    .map(each -> each.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        }
        if (library.isEmpty()) {
            return Optional.empty();
        }
        SteppedClock clock = new SteppedClock(library.get(), folder.resolve("clock"));
        clock.step(Duration.ZERO);
        return Optional.of(clock);
    }

    /** For a process that shall go by this clock, and those that it starts. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Its own mending of waits on that clock makes every thread of a JVM that waits spin.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                // PostgreSQL runs as another user, who may not share memory with us.
                "FAKETIME_DISABLE_SHM", "1",
                "NO_FAKE_STAT", "1");
    }

    /** Set forward or backward; the product sees it within a second. */
    void step(Duration by) throws IOException {
        ahead = ahead.plus(by);
        Path next = file.resolveSibling("clock.next");
        Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The product's clock as it is set now; it isn't set any more when this one steps. */
    Clock now() {
        return Clock.offset(Clock.systemUTC(), ahead);
    }
}
