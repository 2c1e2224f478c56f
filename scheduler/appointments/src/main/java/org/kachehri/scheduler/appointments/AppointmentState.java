package org.kachehri.scheduler.appointments;

/** How far an appointment is (DOMAIN 1.3, steps 1 to 7). */
enum AppointmentState {
    /** Somebody asks to be received. */
    REQUESTED,
    /** An officer has seen what it is, whose it is and whether it was here before. */
    TRIAGED,
    /** The leader who will chair has said yes to an online reception, with the legal reason. */
    APPROVED,
    /** It has its time, room, recorder and people. */
    SCHEDULED,
    /** The citizen is there; from now on it is a visit. */
    ARRIVED,
    REFUSED,
    /** Another body is competent; the citizen was told which. */
    REFERRED,
    CANCELLED;

    /** Whether something has still to be done with it. */
    boolean isOpen() {
        return switch (this) {
            case REQUESTED, TRIAGED, APPROVED, SCHEDULED -> true;
            case ARRIVED, REFUSED, REFERRED, CANCELLED -> false;
        };
    }
}
