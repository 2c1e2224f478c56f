package org.kachehri.scheduler.queue;

/** Where a visit stands between registration and going home. */
public enum VisitState {
    WAITING,
    /** Camera and microphone were tried and the notice of recording was acknowledged. */
    CHECKED,
    CALLED,
    IN_ROOM,
    DONE,
    GONE;

    /** Still to be heard. */
    boolean waits() {
        return this == WAITING || this == CHECKED;
    }
}
