package org.kachehri.signaling.reception;

/** What must be done after the new state is committed, in this order. Pushing the snapshot is implied. */
public sealed interface Effect {
    /** The bridge counts this seat's sources and gives it everyone else's. */
    record EnterRoom(String seat) implements Effect {}

    /** The bridge forgets the sources of this seat and takes everyone else's away; its connections stay. */
    record LeaveRoom(String seat) implements Effect {}

    /** The seat's connections on the bridge are closed. */
    record Release(String seat) implements Effect {}

    /** Media flows, or nothing is forwarded and nothing tapped. */
    record Forward(boolean on) implements Effect {}

    /** What flows is written from now on. */
    record Write() implements Effect {}

    /**
     * Nothing is written from now on.
     *
     * @param offRecord by order, while people go on talking; else because nobody is heard
     */
    record WriteNothing(boolean offRecord, String reason) implements Effect {}

    /** Nobody hears this seat's microphone. */
    record Silence(String seat, boolean on) implements Effect {}

    /** A seat's camera or microphone was switched off or on by who sits there; the record says why nothing is in it. */
    record Switched(String seat, String purpose, boolean on) implements Effect {}

    /** The bridge hears this seat no more, or again. */
    record Link(String seat, boolean up) implements Effect {}

    record BeginRecording(String leaseId) implements Effect {}

    /** The recorder stops writing, closes what it has and is given back. */
    record ReleaseRecorder() implements Effect {}

    /** All that was written of this reception is sealed; {@link Message.RecordingFinished} follows. */
    record SealRecording() implements Effect {}

    /** A room event for the recording's timeline. */
    record Note(String type, String seat, String detail) implements Effect {}

    /** Every screen is told that this is over. */
    record Dismiss() implements Effect {}

    /** A line in the audit log. */
    record Logged(String action, String by, String subject, String reason) implements Effect {}

    /** An event for other modules, committed with the state. */
    record Announced(String event) implements Effect {}
}
