package org.kachehri.signaling.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.media.congestion.BandwidthEstimator;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.MediaBridge;

/**
 * Rooms in which somebody hears and sees only themselves, before their reception: what a browser sends comes back to it over the
 * bridge, so that it can measure the line both ways. Nothing is recorded and nobody else is ever inside. One test a visit; a new one
 * takes the place of the old. From any thread, guarded by itself.
 */
final class LineTests {
    /** Measuring takes 6 s and connecting over a bad line a few more; who hasn't told by then has left the page. */
    static final Duration LIFE = Duration.ofSeconds(30);

    /** 32 at 3.15 Mbit/s there and back are 100 Mbit/s each way, a tenth of what a bridge's network card carries. */
    static final int MOST = 32;

    /** The two peer connections of one browser, as participants that hear each other. */
    private static final String SENDING = "p1";

    private static final String RECEIVING = "p2";

    /**
     * @param answer to the browser's offer
     * @param offer of what it sent itself
     */
    record Begun(String answer, BridgeEvent.SubscribeOffer offer) {}

    sealed interface Beginning {
        record Running(Begun begun) implements Beginning {}

        record Refused(String reason) implements Beginning {}

        record Full() implements Beginning {}
    }

    /** What is heard of the room; the offer comes on the thread that publishes. */
    private static final class Test {
        final Instant until;
        BridgeRoom room;
        BridgeEvent.SubscribeOffer offer;

        Test(Instant until) {
            this.until = until;
        }

        void heard(BridgeEvent event) {
            if (event instanceof BridgeEvent.SubscribeOffer offered
                    && offered.participant().equals(RECEIVING)) {
                offer = offered;
            }
        }
    }

    private final MediaBridge bridge;
    private final InstantSource clock;
    private final Map<String, Test> byVisit = new HashMap<>();
    private int rooms;

    LineTests(MediaBridge bridge, InstantSource clock) {
        this.bridge = bridge;
        this.clock = clock;
    }

    synchronized Beginning begin(String visitId, String sdp, List<BridgeRoom.PublishedSource> sources) {
        end(visitId);
        if (byVisit.size() >= MOST) return new Beginning.Full();
        Test test = new Test(clock.instant().plus(LIFE));
        // No reception's id looks like this.
        test.room = bridge.open("line-test-" + ++rooms, test::heard);
        byVisit.put(visitId, test);
        switch (test.room.publish(SENDING, sdp, sources)) {
            case BridgeRoom.PublishOutcome.Answered answered -> {
                test.room.lineStart(RECEIVING, BandwidthEstimator.CITIZEN_START_BPS);
                test.room.enter(SENDING);
                test.room.enter(RECEIVING);
                test.room.forward(true);
                if (test.offer != null) return new Beginning.Running(new Begun(answered.sdp(), test.offer));
                end(visitId);
                return new Beginning.Refused("nothing is sent");
            }
            case BridgeRoom.PublishOutcome.Refused refused -> {
                end(visitId);
                return new Beginning.Refused(refused.reason());
            }
            case BridgeRoom.PublishOutcome.Gone ignored -> {
                end(visitId);
                return new Beginning.Refused("the connection is gone");
            }
        }
    }

    /** Empty when there is no test of this visit. */
    synchronized Optional<BridgeRoom.SubscribedOutcome> answered(String visitId, String sdp) {
        return Optional.ofNullable(byVisit.get(visitId))
                .map(test -> test.room.subscribed(RECEIVING, sdp, test.offer.generation()));
    }

    /** False when there was none. */
    synchronized boolean end(String visitId) {
        Test test = byVisit.remove(visitId);
        if (test != null) test.room.close();
        return test != null;
    }

    /** Ends what was left open. */
    synchronized void tick() {
        Instant now = clock.instant();
        byVisit.values().removeIf(test -> {
            boolean over = !now.isBefore(test.until);
            if (over) test.room.close();
            return over;
        });
    }
}
