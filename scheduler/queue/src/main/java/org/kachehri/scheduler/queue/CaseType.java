package org.kachehri.scheduler.queue;

/** What a citizen comes with (DOMAIN 2.1). */
public enum CaseType {
    COMPLAINT,
    /** Reported under protection: alias, no number, nothing on a board (Law on Denunciations, Art. 56). */
    DENUNCIATION,
    PETITION,
    FEEDBACK
}
