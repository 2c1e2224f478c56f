package org.kachehri.platform.postgres;

/** Whether committed means on disk. */
enum Durability {
    FULL,
    /** For tests only: a crash of the machine may lose everything. */
    NONE
}
