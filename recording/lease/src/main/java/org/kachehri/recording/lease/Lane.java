package org.kachehri.recording.lease;

import java.util.Optional;
import java.util.UUID;
import org.kachehri.recording.capture.CaptureRecorder;

/** One recorder that is lent, and what it writes once it has begun. Owned by the reception's thread. */
final class Lane {
    private final UUID lease;
    private final int number;
    private final Disk disk;
    private Optional<CaptureRecorder> recorder = Optional.empty();

    /** @param number of the recorders that write the same at once */
    Lane(UUID lease, int number, Disk disk) {
        this.lease = lease;
        this.number = number;
        this.disk = disk;
    }

    UUID lease() {
        return lease;
    }

    int number() {
        return number;
    }

    Disk disk() {
        return disk;
    }

    void writes(CaptureRecorder begun) {
        recorder = Optional.of(begun);
    }

    Optional<CaptureRecorder> recorder() {
        return recorder;
    }

    /** Why it writes no more; empty while it is well. */
    Optional<String> fault() {
        return recorder.flatMap(CaptureRecorder::fault);
    }
}
