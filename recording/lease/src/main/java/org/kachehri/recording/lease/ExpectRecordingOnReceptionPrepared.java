package org.kachehri.recording.lease;

import org.jdbi.v3.core.Handle;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.signaling.live.Receptions;

/**
 * From the day it is prepared the archive waits for a reception's recording, and a recorder booked ahead is the reception's. Delivered
 * twice, it does nothing.
 */
public final class ExpectRecordingOnReceptionPrepared {
    private final Receptions receptions;
    private final Archive archive;
    private final Bookings bookings = new Bookings();

    /** What is read of {@code reception.prepared}. */
    record Prepared(String receptionId, String visitId) {}

    public ExpectRecordingOnReceptionPrepared(Receptions receptions, Archive archive) {
        this.receptions = receptions;
        this.archive = archive;
    }

    public Subscription<?> subscription() {
        return new Subscription<>(
                "ExpectRecordingOnReceptionPrepared", "reception.prepared", Prepared.class, this::expect);
    }

    private void expect(Handle tx, Prepared event) {
        Receptions.Line line = receptions
                .find(tx, event.receptionId())
                .orElseThrow(() -> new IllegalStateException("no reception " + event.receptionId()));
        archive.expected(
                tx,
                new RecordingSubject(
                        line.id(),
                        line.code(),
                        line.pointId(),
                        line.day(),
                        line.person(),
                        line.type(),
                        line.protectedIdentity()));
        bookings.handOver(tx, event.visitId(), event.receptionId());
    }
}
