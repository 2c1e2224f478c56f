package org.kachehri.signaling.reception;

/** Why a reception refused; the same words as the live protocol's error codes. */
public enum RefusalCode {
    OUT_OF_ORDER,
    NOT_ALLOWED,
    WRONG_STATE,
    NO_RECORDER,
    NO_SUCH_PARTICIPANT,
    NOTICE_NOT_ACKNOWLEDGED,
    REASON_MISSING,
    TRY_AGAIN
}
