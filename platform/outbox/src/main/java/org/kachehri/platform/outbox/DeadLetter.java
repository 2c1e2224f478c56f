package org.kachehri.platform.outbox;

import java.time.Instant;

/** A delivery that was given up after its last attempt, for an operator to look at and to send again. */
public record DeadLetter(
        long eventId,
        String eventType,
        String subjectId,
        String subscriber,
        int attempts,
        String lastError,
        Instant publishedAt) {}
