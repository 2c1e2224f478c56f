package org.kachehri.signaling.reception;

/** Where a reception stands (the whole way from request to archive; the live room knows it from {@link #CHECK_IN} on). */
public enum ReceptionState {
    REQUESTED,
    TRIAGED,
    PREPARED,
    SCHEDULED,
    /** The citizen is registered; the notice of recording is not acknowledged yet. */
    CHECK_IN,
    /** The notice is acknowledged; people gather, nobody is heard. */
    READY,
    /** People hear and see each other under a recorder lease. */
    LIVE,
    /** Ordered silence: nobody is heard or recorded. */
    PAUSED,
    /** Closed by the chair; the recording is being sealed. */
    CLOSING,
    MINUTES_PENDING,
    CONCLUDED,
    ARCHIVED,
    REFUSED,
    REFERRED,
    POSTPONED,
    CANCELLED,
    /** Broken off by a failure, not by an order; the chair may resume under a new lease. */
    INTERRUPTED;

    /** True while people may sit in the room. */
    public boolean gathers() {
        return switch (this) {
            case CHECK_IN, READY, LIVE, PAUSED, INTERRUPTED -> true;
            case REQUESTED,
                    TRIAGED,
                    PREPARED,
                    SCHEDULED,
                    CLOSING,
                    MINUTES_PENDING,
                    CONCLUDED,
                    ARCHIVED,
                    REFUSED,
                    REFERRED,
                    POSTPONED,
                    CANCELLED -> false;
        };
    }
}
