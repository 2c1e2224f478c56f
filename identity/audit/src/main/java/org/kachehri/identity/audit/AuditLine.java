package org.kachehri.identity.audit;

import java.time.Instant;

/** A written line of the log; its number is its place in the chain, from 1. */
public record AuditLine(long number, Instant at, AuditEntry entry) {}
