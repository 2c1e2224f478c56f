package org.kachehri.signaling.minutes;

/** The event {@code minutes.signed}: the minutes were signed, or something was added to signed ones. */
public record MinutesSigned(String receptionId) {
    /** Its type in the outbox. */
    public static final String TYPE = "minutes.signed";
}
