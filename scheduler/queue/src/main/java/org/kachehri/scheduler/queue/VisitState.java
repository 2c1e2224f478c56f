package org.kachehri.scheduler.queue;

/** Where a visit stands between registration and going home. */
public enum VisitState {
    WAITING,
    /** Camera and microphone were tried and the notice of recording was acknowledged. */
    CHECKED,
    /** Fetches a paper, say: keeps the place, and isn't called meanwhile. */
    HELD,
    CALLED,
    /** Was called and didn't come. */
    ABSENT,
    IN_ROOM,
    DONE,
    /** Went home unheard, or to another point. */
    GONE;

    /** Still to be heard. */
    boolean waits() {
        return this == WAITING || this == CHECKED;
    }
}
