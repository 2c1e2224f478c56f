package org.kachehri.signaling.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every bridge does, seen from signaling. */
public abstract class MediaBridgeContract {
    private static final List<BridgeRoom.PublishedSource> SOURCES = List.of(
            new BridgeRoom.PublishedSource("0", Purpose.MICROPHONE),
            new BridgeRoom.PublishedSource("1", Purpose.CAMERA));

    private final List<BridgeEvent.SubscribeOffer> offers = new ArrayList<>();
    private BridgeRoom room;

    protected abstract MediaBridge bridge();

    @BeforeEach
    void open() {
        room = bridge().open("room", event -> {
            if (event instanceof BridgeEvent.SubscribeOffer offer) offers.add(offer);
        });
    }

    @Test
    void whoPublishesOutsideIsAnsweredAndHeardByNobody() {
        room.enter("p2");
        publish("p1", "ufragp1");
        assertEquals(List.of(), offers);
    }

    @Test
    void everybodyInsideGetsEverybodyElsesSources() {
        for (String participant : List.of("p1", "p2", "p3")) {
            publish(participant, "ufrag" + participant);
            room.enter(participant);
            answerAll();
        }
        for (String participant : List.of("p1", "p2", "p3")) {
            List<String> heard = newest(participant).streams().stream()
                    .map(BridgeEvent.Stream::participant)
                    .distinct()
                    .sorted()
                    .toList();
            assertEquals(
                    List.of("p1", "p2", "p3").stream()
                            .filter(other -> !other.equals(participant))
                            .toList(),
                    heard);
        }
    }

    @Test
    void aMidNeverChangesItsSource() {
        twoInside();
        String before = mids("p1");
        room.leave("p2");
        answerAll();
        publish("p3", "ufragp3");
        room.enter("p3");
        answerAll();
        room.enter("p2");
        answerAll();
        assertTrue(mids("p1").startsWith(before), mids("p1"));
        assertEquals(4, newest("p1").streams().size());
    }

    @Test
    void changesBehindAnUnansweredOfferAreGatheredIntoTheNext() {
        twoInside();
        room.leave("p2");
        int count = offersTo("p1");
        publish("p3", "ufragp3");
        room.enter("p3");
        publish("p4", "ufragp4");
        room.enter("p4");
        assertEquals(count, offersTo("p1"));
        answerAll();
        assertEquals(count + 1, offersTo("p1"));
        assertEquals(4, newest("p1").streams().size());
    }

    @Test
    void anAnswerToAnotherGenerationIsOutOfOrder() {
        twoInside();
        int generation = newest("p1").generation();
        room.leave("p2");
        assertInstanceOf(
                BridgeRoom.SubscribedOutcome.OutOfOrder.class,
                room.subscribed("p1", Sdp.answer("ufragp1s"), generation));
        assertInstanceOf(
                BridgeRoom.SubscribedOutcome.OutOfOrder.class, room.subscribed("p9", Sdp.answer("ufragp9s"), 1));
    }

    @Test
    void aMalformedOfferIsRefusedAndChangesNothing() {
        twoInside();
        int count = offersTo("p1");
        assertInstanceOf(BridgeRoom.PublishOutcome.Refused.class, room.publish("p2", "v=nonsense", SOURCES));
        assertInstanceOf(
                BridgeRoom.PublishOutcome.Refused.class,
                room.publish("p2", Sdp.offer("ufragp2"), List.of(new BridgeRoom.PublishedSource("0", Purpose.CAMERA))));
        assertEquals(count, offersTo("p1"));
    }

    @Test
    void aReleasedParticipantStartsANewConnectionAndIsOfferedEverythingAgain() {
        twoInside();
        int before = newest("p1").generation();
        room.release("p1");
        assertTrue(newest("p1").generation() > before);
        assertEquals(2, newest("p1").streams().size());
        answerAll();
        assertEquals(0, newest("p2").streams().size());
    }

    @Test
    void aReceiverThatLostItsWayIsOfferedTheSameAgain() {
        twoInside();
        BridgeEvent.SubscribeOffer before = newest("p1");
        room.restart("p1");
        assertEquals(before.generation() + 1, newest("p1").generation());
        assertEquals(before.streams(), newest("p1").streams());
        answerAll();
        int count = offersTo("p1");
        room.restart("p9");
        assertEquals(count, offersTo("p1"));
    }

    private void twoInside() {
        publish("p1", "ufragp1");
        room.enter("p1");
        publish("p2", "ufragp2");
        room.enter("p2");
        answerAll();
    }

    private void publish(String participant, String ufrag) {
        assertInstanceOf(
                BridgeRoom.PublishOutcome.Answered.class, room.publish(participant, Sdp.offer(ufrag), SOURCES));
    }

    /** Answers until nobody has an offer waiting. */
    private void answerAll() {
        for (int i = 0; i < offers.size(); i++) {
            BridgeEvent.SubscribeOffer offer = offers.get(i);
            room.subscribed(offer.participant(), Sdp.answer("ufrags" + offer.participant()), offer.generation());
        }
    }

    private BridgeEvent.SubscribeOffer newest(String participant) {
        return offers.stream()
                .filter(offer -> offer.participant().equals(participant))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    private int offersTo(String participant) {
        return (int) offers.stream()
                .filter(offer -> offer.participant().equals(participant))
                .count();
    }

    private String mids(String participant) {
        return newest(participant).streams().stream()
                .map(stream -> stream.mid() + "=" + stream.participant() + "/"
                        + stream.purpose().word())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
