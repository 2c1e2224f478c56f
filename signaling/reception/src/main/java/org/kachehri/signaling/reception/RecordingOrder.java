package org.kachehri.signaling.reception;

/**
 * What was ordered about the record. Immutable.
 *
 * @param leaseId the recorder that is held; null when none is
 * @param offRecordReason why nothing is written now; null while on the record
 */
public record RecordingOrder(String leaseId, String offRecordReason) {
    static final RecordingOrder NONE = new RecordingOrder(null, null);

    public boolean leased() {
        return leaseId != null;
    }

    public boolean offRecord() {
        return offRecordReason != null;
    }

    RecordingOrder withLease(String id) {
        return new RecordingOrder(id, offRecordReason);
    }

    RecordingOrder off(String reason) {
        return new RecordingOrder(leaseId, reason);
    }

    RecordingOrder on() {
        return new RecordingOrder(leaseId, null);
    }
}
