package org.kachehri.scheduler.appointments;

/** Why people needn't come to one place: the three grounds of Nghệ An's plan 459/KH-UBND (DOMAIN 1.1, "When used"). */
enum OnlineReason {
    EPIDEMIC_OR_DISASTER,
    COMPLEX_AND_FAR_APART,
    CANNOT_MEET_IN_PERSON
}
