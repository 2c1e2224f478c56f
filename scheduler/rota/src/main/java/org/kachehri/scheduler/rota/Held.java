package org.kachehri.scheduler.rota;

/** How a day was held. */
public enum Held {
    IN_PERSON,
    ONLINE,
    /** Held, but not the leader's day: the law knows no deputy. */
    BY_DEPUTY;

    boolean counts() {
        return this != BY_DEPUTY;
    }
}
