package org.kachehri.scheduler.appointments;

/** Event {@value #TYPE}: something was decided that the citizen should hear of. Carries ids only. */
record AppointmentTold(String appointmentId) {
    static final String TYPE = "appointment.told";
}
