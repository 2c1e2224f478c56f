package org.kachehri.scheduler.queue;

/** Why somebody is heard before others who came earlier (Circular 04/2021/TT-TTCP: the old, the disabled, the pregnant). */
enum FirstGround {
    ELDERLY,
    DISABLED,
    PREGNANT,
    /** Said in words with it. */
    OTHER
}
