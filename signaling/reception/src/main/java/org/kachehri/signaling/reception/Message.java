package org.kachehri.signaling.reception;

/** Everything that can happen to a reception. */
public sealed interface Message {
    /** A screen of this person said hello with a valid room token. */
    record Arrived(Person person) implements Message {}

    /** The last screen of this seat is gone. */
    record SocketLost(String seat) implements Message {}

    /** The bridge hears nothing of this seat any more. */
    record MediaLost(String seat) implements Message {}

    record MediaConnected(String seat) implements Message {}

    /** The person switched an own source off or on. */
    record Switched(String seat, String purpose, boolean on) implements Message {}

    /** The citizen's kiosk checked the devices or acknowledged the notice of recording. */
    record CitizenPrepared(boolean devicesReady, boolean noticeAcknowledged) implements Message {}

    /**
     * A participant asks for something.
     *
     * @param target seat it is about; null for none
     * @param leaseId the recorder granted for this command (see {@link Reception#needsRecorder}); null for none
     */
    record Command(String by, RoomAction action, String target, String reason, String leaseId) implements Message {}

    /** The recorder can't go on. */
    record RecorderLost(String detail) implements Message {}

    /** The recording is sealed, or what there was of it. */
    record RecordingFinished() implements Message {}

    /** The program was stopped in the middle; said once when the reception is loaded again. */
    record Restarted() implements Message {}

    /** The conclusion was issued: the reception has a ticket. */
    record Concluded(String ticketId) implements Message {}

    /** Time passed. */
    record Tick() implements Message {}
}
