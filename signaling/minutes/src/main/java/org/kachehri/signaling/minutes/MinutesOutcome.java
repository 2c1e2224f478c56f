package org.kachehri.signaling.minutes;

/** What came of writing or signing. */
public sealed interface MinutesOutcome {
    record Done(WrittenMinutes minutes) implements MinutesOutcome {}

    record NoSuchReception() implements MinutesOutcome {}

    /** The reception has not begun, or (for the signature) is not over. */
    record WrongState() implements MinutesOutcome {}

    /** There is nothing to sign. */
    record Empty() implements MinutesOutcome {}

    record SignedAlready() implements MinutesOutcome {}

    /** As many paragraphs as minutes may have. */
    record Full() implements MinutesOutcome {}
}
