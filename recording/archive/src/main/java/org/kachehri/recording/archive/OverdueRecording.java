package org.kachehri.recording.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * A recording that has been in its state for longer than it should.
 *
 * @param trouble why the last try to bring it further failed
 */
record OverdueRecording(
        String receptionId, String code, RecordingState state, Instant since, Optional<String> trouble) {}
