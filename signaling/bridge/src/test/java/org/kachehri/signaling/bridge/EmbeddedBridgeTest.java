package org.kachehri.signaling.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;

class EmbeddedBridgeTest extends MediaBridgeContract {
    private static final List<BridgeRoom.PublishedSource> SOURCES = List.of(
            new BridgeRoom.PublishedSource("0", Purpose.MICROPHONE),
            new BridgeRoom.PublishedSource("1", Purpose.CAMERA));

    private final List<ShardCommand> commands = new ArrayList<>();
    private final List<BridgeEvent> events = new ArrayList<>();
    private final EmbeddedBridge bridge = EmbeddedBridge.over(
            new EmbeddedBridge.Plane(
                    commands::add,
                    "sha-256 AA" + ":AA".repeat(31),
                    List.of(new TransportDescription.Candidate("127.0.0.1", 5000))),
            new Random(1));

    @Override
    protected MediaBridge bridge() {
        return bridge;
    }

    @Test
    void aNewRoomIsSilent() {
        bridge.open("r", events::add);
        assertEquals(List.of(new ShardCommand.OpenRoom("r"), new ShardCommand.Forwarding("r", false)), last(2));
    }

    @Test
    void theShardKnowsSourcesOnlyOfThoseInside() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        assertEquals(0, count(ShardCommand.Publish.class));
        room.enter("p1");
        ShardCommand.Publish publish = assertInstanceOf(ShardCommand.Publish.class, commands.getLast());
        assertEquals(
                List.of("p1/microphone", "p1/camera"),
                publish.sources().stream().map(source -> source.id()).toList());
        assertEquals(1111, publish.sources().getFirst().ssrc());
        room.leave("p1");
        assertEquals(2, count(ShardCommand.Unpublish.class));
    }

    @Test
    void aSilencedMicrophoneIsMutedBeforeAndAfterItIsPublishedAgain() {
        BridgeRoom room = bridge.open("r", events::add);
        room.silence("p1", true);
        room.enter("p1");
        commands.clear();
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        ShardCommand mute = new ShardCommand.Mute("r", "p1/microphone", true);
        assertEquals(mute, commands.get(commands.size() - 3));
        assertEquals(mute, commands.getLast());
    }

    @Test
    void theReceivingConnectionOpensWithTheAnswerAndSubscribesWhatWasOffered() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.enter("p1");
        room.enter("p2");
        BridgeEvent.SubscribeOffer offer = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        assertTrue(offer.sdp().contains("a=setup:actpass"), offer.sdp());
        assertEquals(0, count(ShardCommand.Subscribe.class));
        room.subscribed("p2", Sdp.answer("ufragp2"), offer.generation());
        ShardCommand.Subscribe subscribe = assertInstanceOf(ShardCommand.Subscribe.class, commands.getLast());
        assertEquals(2, subscribe.subscriptions().size());
        assertEquals("s0", subscribe.subscriptions().getFirst().mid());
        room.leave("p1");
        assertEquals(
                List.of("p1/microphone", "p1/camera"),
                commands.stream()
                        .filter(ShardCommand.Unsubscribe.class::isInstance)
                        .flatMap(command -> ((ShardCommand.Unsubscribe) command).sourceIds().stream())
                        .sorted(Comparator.reverseOrder())
                        .toList());
    }

    @Test
    void aSecondOfferOfTheSameConnectionKeepsItsTransportAndAnotherConnectionReplacesIt() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        assertEquals(1, count(ShardCommand.OpenTransport.class));
        room.publish("p1", Sdp.offer("another"), SOURCES);
        assertEquals(2, count(ShardCommand.OpenTransport.class));
        assertEquals(1, count(ShardCommand.CloseTransport.class));
    }

    @Test
    void whatTheShardSaysOfAPublishersTransportIsToldWithItsName() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        int transport = commands.stream()
                .filter(ShardCommand.OpenTransport.class::isInstance)
                .map(command -> ((ShardCommand.OpenTransport) command).transport())
                .findFirst()
                .orElseThrow();
        bridge.heard(new ShardEvent.TransportConnected(transport));
        bridge.heard(new ShardEvent.TransportSilent(transport));
        bridge.heard(new ShardEvent.TransportReleased(transport, "silent"));
        bridge.heard(new ShardEvent.TransportConnected(transport));
        assertEquals(
                List.of(
                        new BridgeEvent.MediaConnected("p1"),
                        new BridgeEvent.MediaLost("p1", "silent"),
                        new BridgeEvent.MediaLost("p1", "silent")),
                events);
    }

    private List<ShardCommand> last(int count) {
        return commands.subList(commands.size() - count, commands.size());
    }

    private long count(Class<? extends ShardCommand> kind) {
        return commands.stream().filter(kind::isInstance).count();
    }
}
