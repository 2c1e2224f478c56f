package org.kachehri.eoffice.cases;

import java.time.Instant;

/** What happened to a legal clock. Events are added and never changed. */
public sealed interface ClockEvent {
    Instant at();

    /** The reason or decision behind it; never personal data. */
    String reason();

    /** The day of it is day 0. */
    record Started(Instant at, String reason) implements ClockEvent {}

    /** Days after this one aren't counted. */
    record Suspended(Instant at, String reason) implements ClockEvent {}

    /** Days after this one count again. */
    record Resumed(Instant at, String reason) implements ClockEvent {}

    /** @param days added, in the unit of the limit */
    record Extended(Instant at, int days, String reason) implements ClockEvent {}

    /** What the limit was for has been done, or will not be done any more. */
    record Stopped(Instant at, String reason) implements ClockEvent {}
}
