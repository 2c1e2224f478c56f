package org.kachehri.scheduler.readiness;

/** @param note what is wrong, for who mends it; may be empty */
record Finding(Item item, Verdict verdict, String note) {
    enum Verdict {
        GOOD,
        /** It can be used. */
        POOR,
        FAILED,
        /** The room has none. */
        NOT_THERE
    }

    /** Whether nobody can be heard because of it. */
    boolean stops() {
        return item.isNeeded() && (verdict == Verdict.FAILED || verdict == Verdict.NOT_THERE);
    }
}
