package org.kachehri.signaling.bridge;

import java.util.List;
import org.kachehri.media.sfu.PacketTap;

/**
 * One room on the bridge. Every participant has two peer connections: one on which the browser offers what it publishes, one on
 * which the server offers what is subscribed, so that offers never meet. Everybody inside gets the sources of everybody else
 * inside, nobody else gets any. Used by one thread, the reception's.
 */
public interface BridgeRoom {
    /**
     * Answers a participant's offer of what it sends. The same peer connection may offer again, also with new ICE credentials
     * because it lost its way; another one, known by its certificate, replaces it. What is published by somebody outside the room is answered, and counts from {@link #enter} on.
     */
    PublishOutcome publish(String participant, String offer, List<PublishedSource> sources);

    /** Takes the answer to the newest {@link BridgeEvent.SubscribeOffer} of this participant. */
    SubscribedOutcome subscribed(String participant, String answer, int generation);

    /**
     * How large a participant shows a source that it receives; decides which encoding it gets. Until told otherwise it is the
     * largest. Of a source that it isn't offered nothing is kept.
     */
    void view(String participant, View view);

    /**
     * The participant's receiving connection has lost its way: everything is offered again with new ICE credentials. If it is gone on
     * our side the offer is for a new connection, which its session id tells.
     */
    void restart(String participant);

    /** Whose face comes first where somebody's line can't bear all; papers and screens come after citizen and chair. */
    void rank(String participant, Rank rank);

    /**
     * What the participant's receiving line is taken for until its feedback tells; of use before {@link #enter}. Without it the
     * bridge's own start counts.
     */
    void lineStart(String participant, long bitsPerSecond);

    /** The participant's sources are for everybody inside, and theirs for the participant. Repeating it is harmless. */
    void enter(String participant);

    /** Undoes {@link #enter}; the peer connections stay. */
    void leave(String participant);

    /** Closes the participant's peer connections, if there are any. */
    void release(String participant);

    /** Nobody hears or records this participant, whatever its browser sends, also after publishing again. */
    void silence(String participant, boolean on);

    /** Off: nothing is forwarded and nothing reaches the tap. A new room is off. */
    void forward(boolean on);

    /** @param tap hears every packet that is forwarded; null takes it away */
    void tap(PacketTap tap);

    /** Closes the room and all its peer connections. */
    void close();

    /** How much a participant's face counts. */
    enum Rank {
        CHAIR,
        CITIZEN,
        OTHER
    }

    /** A media section of an offer and what it is. */
    record PublishedSource(String mid, Purpose purpose) {}

    /**
     * A source on a screen.
     *
     * @param participant whose source it is
     * @param height in pixels of the screen; 0 when it isn't shown, which pauses it
     */
    record View(String participant, Purpose purpose, int height) {}

    /** What came of an offer. */
    sealed interface PublishOutcome {
        record Answered(String sdp) implements PublishOutcome {}

        /** Nothing was changed. */
        record Refused(String reason) implements PublishOutcome {}

        /** The offering connection was silent for too long and is gone on our side: only a new one can be answered. */
        record Gone() implements PublishOutcome {}
    }

    /** What came of an answer. */
    sealed interface SubscribedOutcome {
        record Taken() implements SubscribedOutcome {}

        /** There is no such offer waiting. */
        record OutOfOrder() implements SubscribedOutcome {}

        record Refused(String reason) implements SubscribedOutcome {}
    }
}
