package org.kachehri.scheduler.appointments;

import java.time.Instant;

/**
 * One thing that was done with an appointment.
 *
 * @param by name of the official
 * @param note the reason, or what was found; may be empty
 */
record Step(Kind kind, Instant at, String by, String note) {
    enum Kind {
        REQUESTED,
        TRIAGED,
        GROUP_NAMED,
        APPROVED,
        SCHEDULED,
        RESCHEDULED,
        POSTPONED,
        ARRIVED,
        REFUSED,
        REFERRED,
        CANCELLED;

        /** Whether they come otherwise, or not at all, because of it. */
        boolean concernsTheCitizen() {
            return switch (this) {
                case SCHEDULED, RESCHEDULED, POSTPONED, REFUSED, REFERRED, CANCELLED -> true;
                case REQUESTED, TRIAGED, GROUP_NAMED, APPROVED, ARRIVED -> false;
            };
        }
    }
}
