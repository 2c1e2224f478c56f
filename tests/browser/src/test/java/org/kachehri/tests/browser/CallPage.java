package org.kachehri.tests.browser;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Purpose;

/**
 * One seat of a room in a browser: sends its camera in two encodings and its microphone, receives everybody else's, and obeys
 * which encodings are needed. The test's thread is its signalling; only {@link #heard} may be called by another.
 */
final class CallPage {
    private static final List<BridgeRoom.PublishedSource> SOURCES = List.of(
            new BridgeRoom.PublishedSource("0", Purpose.MICROPHONE),
            new BridgeRoom.PublishedSource("1", Purpose.CAMERA));

    private final Page page;
    private final String participant;
    private final BridgeRoom room;
    private final Queue<BridgeEvent> events = new ConcurrentLinkedQueue<>();

    CallPage(Page page, String address, String participant, BridgeRoom room) {
        this.page = page;
        this.participant = participant;
        this.room = room;
        page.navigate(address);
    }

    void heard(BridgeEvent event) {
        events.add(event);
    }

    void enter() {
        answer(page.evaluate("() => call.publish()"));
        room.enter(participant);
    }

    /** Loses the way of both connections and finds it again. */
    void restart() {
        answer(page.evaluate("() => call.restart()"));
        room.restart(participant);
    }

    void shows(String whose, int height) {
        room.view(participant, new BridgeRoom.View(whose, Purpose.CAMERA, height));
    }

    String participant() {
        return participant;
    }

    Page page() {
        return page;
    }

    private void answer(Object offer) {
        BridgeRoom.PublishOutcome outcome = room.publish(participant, offer.toString(), SOURCES);
        if (!(outcome instanceof BridgeRoom.PublishOutcome.Answered answered)) {
            throw new AssertionError(outcome + " to\n" + offer);
        }
        page.evaluate("sdp => call.answered(sdp)", answered.sdp());
    }

    /** Does what the bridge has said. */
    void obey() {
        for (BridgeEvent event = events.poll(); event != null; event = events.poll()) {
            switch (event) {
                case BridgeEvent.SubscribeOffer offer -> {
                    Object answer = page.evaluate("sdp => call.offered(sdp)", offer.sdp());
                    var outcome = room.subscribed(participant, answer.toString(), offer.generation());
                    if (!(outcome instanceof BridgeRoom.SubscribedOutcome.Taken)) {
                        throw new AssertionError(outcome + " to\n" + answer);
                    }
                }
                case BridgeEvent.LayersNeeded needed -> page.evaluate("rids => call.needed(rids)", needed.rids());
                case BridgeEvent.MediaLost lost -> throw new AssertionError(lost);
                case BridgeEvent.MediaConnected connected -> {}
                case BridgeEvent.LineMeasured measured -> {}
                case BridgeEvent.Speaking speaking -> {}
            }
        }
    }

    /**
     * What the browser says of itself.
     *
     * @param connections the states of the sending and the receiving one
     * @param sendingWay the bridge's ICE user name fragment on the way in use, and {@code udp} or {@code tcp}; empty before there is one
     * @param height of the picture received, in its own pixels
     * @param frames of it decoded so far
     * @param asked packets of it asked for again
     * @param energy of the sound received so far (webrtc-stats, totalAudioEnergy)
     * @param encoded frames of each encoding sent so far
     * @param pictureLosses requests for a key frame that came
     * @param nacked requests for lost packets that came
     * @param resent packets sent again
     */
    record Report(
            String connections,
            String sendingWay,
            String receivingWay,
            int height,
            long frames,
            long asked,
            double energy,
            Map<?, ?> encoded,
            long pictureLosses,
            long nacked,
            long resent) {
        boolean connected() {
            return connections.equals("connected connected");
        }

        /** Both connections have found another way than they had. */
        boolean elsewhereThan(Report before) {
            return connected()
                    && !sendingWay.isEmpty()
                    && !sendingWay.equals(before.sendingWay)
                    && !receivingWay.isEmpty()
                    && !receivingWay.equals(before.receivingWay);
        }

        boolean overTcp() {
            return sendingWay.endsWith(" tcp") && receivingWay.endsWith(" tcp");
        }

        long encoded(String rid) {
            return ((Number) encoded.get(rid)).longValue();
        }
    }

    Report report() {
        Map<?, ?> said = (Map<?, ?>) page.evaluate("() => call.report()");
        return new Report(
                said.get("connections").toString(),
                said.get("sendingWay").toString(),
                said.get("receivingWay").toString(),
                (int) number(said, "height"),
                number(said, "frames"),
                number(said, "asked"),
                ((Number) said.get("energy")).doubleValue(),
                (Map<?, ?>) said.get("encoded"),
                number(said, "pictureLosses"),
                number(said, "nacked"),
                number(said, "resent"));
    }

    private static long number(Map<?, ?> said, String name) {
        return ((Number) said.get(name)).longValue();
    }
}
