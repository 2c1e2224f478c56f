package org.kachehri.scheduler.readiness;

/** What is looked at before anybody is heard in a room (DOMAIN 1.3, step 6). */
enum Item {
    CAMERA(true),
    MICROPHONE(true),
    /** Nobody hears themselves from the other end. */
    ECHO(true),
    DISPLAY(true),
    LINE(true),
    /** Device and server show the same time; judged by the server. */
    CLOCK(true),
    /** Recorders have room for the day; judged by the server. */
    RECORDER_SPACE(true),
    SCANNER(false),
    /** Signature pad or printer. */
    PAPERS(false),
    /** The second line, for when the first fails. */
    BACKUP_LINE(false);

    private final boolean needed;

    Item(boolean needed) {
        this.needed = needed;
    }

    /** Without it nobody is heard there. */
    boolean isNeeded() {
        return needed;
    }

    /** Whether a person or the device says how it is; of the others the server knows. */
    boolean isReported() {
        return this != CLOCK && this != RECORDER_SPACE;
    }
}
