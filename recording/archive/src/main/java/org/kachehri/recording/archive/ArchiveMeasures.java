package org.kachehri.recording.archive;

import java.util.Map;

/**
 * How the archive is, in numbers.
 *
 * @param recordings how many are in each state; states without any are left out
 * @param unsealed finished captures that wait for their seal
 * @param overdue recordings that have been in their state for longer than they should, 200 at most
 */
public record ArchiveMeasures(Map<RecordingState, Long> recordings, long unsealed, int overdue) {
    public ArchiveMeasures {
        recordings = Map.copyOf(recordings);
    }
}
