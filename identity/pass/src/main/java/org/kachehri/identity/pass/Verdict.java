package org.kachehri.identity.pass;

/** What is said of a scanned pass. */
enum Verdict {
    VALID,
    EXPIRED,
    NOT_YET_VALID,
    /** It has opened once before; when and where is said with it. */
    USED,
    UNKNOWN_ISSUER,
    REVOKED,
    /** Scanned in part, altered, or no pass at all. */
    DAMAGED,
    /** The clock of who verifies is behind the trust list's. */
    CLOCK_SKEW,
    TRUST_LIST_TOO_OLD
}
