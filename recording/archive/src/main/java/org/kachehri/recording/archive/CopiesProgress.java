package org.kachehri.recording.archive;

import java.util.Optional;

/** How far the viewing copies of a reception are that are being made just now. */
public record CopiesProgress(int percent, long secondsLeft) {
    /** Reads a line of the composer: {@code progress <share done, 0 to 1> <seconds left>}; empty for any other. */
    static Optional<CopiesProgress> ofLine(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[0].equals("progress")) {
            return Optional.empty();
        }
        try {
            int percent = (int) (Double.parseDouble(words[1]) * 100);
            return Optional.of(new CopiesProgress(Math.clamp(percent, 0, 100), Long.parseLong(words[2])));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }
}
