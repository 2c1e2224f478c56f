package org.kachehri.recording.archive;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody looks for in the archive. Nobody is found by a name that is sealed: the archive knows a denouncer only by the alias
 * (DOMAIN 2.4).
 *
 * @param words part of the number or of the person's name, accents and case as they come; empty for all
 * @param from first day
 * @param to last day
 * @param page from 1, of {@link #PAGE_LINES}
 */
public record RecordingSearch(
        String words,
        Optional<String> point,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<String> type,
        Optional<RecordingState> state,
        int page) {
    /** What a person scans on one page. */
    public static final int PAGE_LINES = 25;

    public RecordingSearch {
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(state, "state");
        if (page < 1) {
            throw new IllegalArgumentException("Not a page: " + page);
        }
    }

    /** The newest with these words, wherever and whenever. */
    public static RecordingSearch ofWords(String words) {
        return new RecordingSearch(
                words, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1);
    }
}
