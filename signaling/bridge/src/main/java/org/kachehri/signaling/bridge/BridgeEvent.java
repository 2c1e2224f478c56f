package org.kachehri.signaling.bridge;

import java.util.List;

/** What a room tells its reception. */
public sealed interface BridgeEvent {
    String participant();

    /**
     * The participant shall answer this; the next comes only after the answer.
     *
     * @param generation grows with every offer to this participant
     * @param streams the sources that are sent now; a mid never changes its source on one peer connection
     */
    record SubscribeOffer(String participant, String sdp, int generation, List<Stream> streams) implements BridgeEvent {
        public SubscribeOffer {
            streams = List.copyOf(streams);
        }
    }

    /** Packets of this participant arrive (again). */
    record MediaConnected(String participant) implements BridgeEvent {}

    /** Nothing arrives from this participant any more. */
    record MediaLost(String participant, String cause) implements BridgeEvent {}

    /**
     * Somebody, the recorder included, needs these encodings of this participant's simulcast, and nobody the others.
     *
     * @param rids lowest quality first
     */
    record LayersNeeded(String participant, Purpose purpose, List<String> rids) implements BridgeEvent {
        public LayersNeeded {
            rids = List.copyOf(rids);
        }
    }

    /**
     * How the line of one of the participant's two peer connections fared in the last seconds.
     *
     * @param up whether it is the one they publish on
     * @param loss share from 0 to 1 that was lost on the first try; NaN where nothing was sent
     * @param roundTripMillis NaN until known
     */
    record LineMeasured(String participant, boolean up, double loss, double roundTripMillis) implements BridgeEvent {}

    /** This participant is heard most now. */
    record Speaking(String participant) implements BridgeEvent {}

    /** A source under the media section of the offer. */
    record Stream(String mid, String participant, Purpose purpose) {}
}
