package org.kachehri.recording.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingState;

/**
 * A recording with its time, as it is now.
 *
 * @param workEnded null while its case goes on, as far as anybody has said
 * @param keepUntil the last day on which it must be there; null for ever, or while its time isn't running
 */
record KeptRecording(
        ArchivedRecording recording,
        RetentionClass retentionClass,
        LocalDate workEnded,
        LocalDate keepUntil,
        String because,
        List<RetentionStore.Hold> holds,
        LocalDate today) {
    /** Why it may not be destroyed now. */
    enum Bar {
        HELD,
        NOT_OVER,
        /** It isn't sealed, or destroyed already. */
        NOT_SEALED
    }

    /** Null when it may. */
    Bar bar() {
        RecordingState state = recording.state();
        boolean there = recording.manifestSha256().isPresent() && state != RecordingState.DESTROYED;
        if (!there) return Bar.NOT_SEALED;
        if (keepUntil == null || !today.isAfter(keepUntil)) return Bar.NOT_OVER;
        return holds.isEmpty() ? null : Bar.HELD;
    }

    /** Reads them; one class list serves many. */
    record Reader(RetentionStore store, List<RetentionClass> classes, Instant now) {
        static Reader of(Handle tx, RetentionStore store, Clock clock) {
            return new Reader(store, store.classes(tx), clock.instant());
        }

        /** The latest in force whose kind it is. */
        RetentionClass usual(String type) {
            return classes.stream()
                    .filter(one -> one.defaultFor().contains(type) && !today().isBefore(one.validFrom()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No retention class for " + type));
        }

        /** In UTC, which is behind every zone of ours: never a day too early. */
        LocalDate today() {
            return LocalDate.ofInstant(now, ZoneOffset.UTC);
        }

        KeptRecording read(Handle tx, ArchivedRecording recording) {
            return of(tx, recording, store.statement(tx, recording.subject().receptionId()));
        }

        KeptRecording of(Handle tx, ArchivedRecording recording, RetentionStore.Statement statement) {
            RetentionClass usual = usual(recording.subject().type());
            RetentionClass in = classes.stream()
                    .filter(one -> one.code().equals(statement.classCode()))
                    .findFirst()
                    .orElse(usual);
            return new KeptRecording(
                    recording,
                    in,
                    statement.workEnded(),
                    statement.workEnded() == null ? null : in.keepUntil(statement.workEnded()),
                    statement.because(),
                    store.holds(tx, recording.subject().receptionId()),
                    today());
        }
    }
}
