package org.kachehri.signaling.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ExtensionIds;
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
                    List.of(new TransportDescription.Candidate("127.0.0.1", 5000, false))),
            new Random(1));

    @Override
    protected MediaBridge bridge() {
        return bridge;
    }

    @Test
    void thePublicAddressIsOfferedForUdpAndThenForTcp() {
        NetSettings behindNat = NetSettings.defaults().withPublicAddresses(List.of("203.0.113.7"));
        try (EmbeddedBridge udpOnly = EmbeddedBridge.start(behindNat);
                EmbeddedBridge both = EmbeddedBridge.start(behindNat.withTcpPort(0))) {
            var udp = new TransportDescription.Candidate("203.0.113.7", udpOnly.localPort(), false);
            assertEquals(List.of(udp), udpOnly.plane().candidates());
            var offered = both.plane().candidates();
            assertEquals(
                    new TransportDescription.Candidate("203.0.113.7", both.localPort(), false), offered.getFirst());
            assertEquals(2, offered.size());
            assertEquals("203.0.113.7", offered.getLast().address());
            assertTrue(offered.getLast().tcp());
        }
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
        List<ShardCommand> mute = List.of(
                new ShardCommand.Mute("r", "p1/microphone", true), new ShardCommand.Mute("r", "p1/screen_sound", true));
        assertEquals(mute, last(5).subList(0, 2));
        assertEquals(mute, last(2));
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
    void redundantSoundIsTakenFromWhoHasItAndGivenToWhoTakesIt() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", redundant(Sdp.offer("ufragp1")), SOURCES);
        room.enter("p1");
        ShardCommand.Publish publish = assertInstanceOf(ShardCommand.Publish.class, commands.getLast());
        assertEquals(
                List.of(63, -1),
                publish.sources().stream().map(each -> each.redPayloadType()).toList());
        assertEquals(List.of(-1, -1), subscribed(room, "p2", Sdp.answer("ufragp2")));
        assertEquals(List.of(63, -1), subscribed(room, "p3", redundant(Sdp.answer("ufragp3"))));
    }

    /** Payload types of redundancy that who enters and answers so gets. */
    private List<Integer> subscribed(BridgeRoom room, String participant, String answer) {
        room.enter(participant);
        BridgeEvent.SubscribeOffer offer = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        assertTrue(offer.sdp().contains("a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"), offer.sdp());
        room.subscribed(participant, answer, offer.generation());
        ShardCommand.Subscribe subscribe = assertInstanceOf(ShardCommand.Subscribe.class, commands.getLast());
        return subscribe.subscriptions().stream()
                .map(each -> each.redPayloadType())
                .toList();
    }

    private static String redundant(String sdp) {
        return sdp.replace("SAVPF 111", "SAVPF 111 63")
                .replace(
                        "a=rtpmap:111 opus/48000/2\r\n",
                        "a=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n");
    }

    @Test
    void theReceivingLineBeginsWithWhatItsSeatIsTakenFor() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.enter("p1");
        room.lineStart("p2", 600_000);
        room.enter("p2");
        BridgeEvent.SubscribeOffer offer = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        room.subscribed("p2", Sdp.answer("ufragp2"), offer.generation());
        assertEquals(
                List.of(0L, 600_000L),
                commands.stream()
                        .filter(ShardCommand.OpenTransport.class::isInstance)
                        .map(command -> ((ShardCommand.OpenTransport) command).startBitsPerSecond())
                        .toList());
    }

    @Test
    void aSimulcastIsDescribedWithItsLayersAndWhereTheyAreWritten() {
        BridgeRoom room = bridge.open("r", events::add);
        String simulcast = "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
                + "a=rid:q send\r\na=rid:f send\r\na=simulcast:send q;f\r\n";
        BridgeRoom.PublishOutcome outcome = room.publish("p1", Sdp.offer("ufragp1") + simulcast, SOURCES);
        BridgeRoom.PublishOutcome.Answered answered =
                assertInstanceOf(BridgeRoom.PublishOutcome.Answered.class, outcome);
        assertTrue(answered.sdp().contains("a=simulcast:recv q;f\r\n"), answered.sdp());
        room.enter("p1");
        ShardCommand.Publish publish = assertInstanceOf(ShardCommand.Publish.class, commands.getLast());
        assertEquals(List.of("q", "f"), publish.sources().get(1).rids());
        assertEquals(
                new ExtensionIds(4, 10, -1, -1, -1), publish.sources().get(1).extensions());
        assertEquals(List.of(), publish.sources().getFirst().rids());
    }

    @Test
    void aSourceThatComesBackInAnotherCodecIsOfferedAgainOnItsLine() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.enter("p1");
        room.enter("p2");
        BridgeEvent.SubscribeOffer first = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        room.subscribed("p2", Sdp.answer("ufragp2"), first.generation());
        String vp9 = Sdp.offer("another").replace("VP8", "VP9");
        room.publish("p1", vp9, SOURCES);
        BridgeEvent.SubscribeOffer second = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        assertTrue(second.sdp().contains("VP9/90000"), second.sdp());
        assertEquals(first.streams(), second.streams());
        assertEquals(1, count(ShardCommand.Unsubscribe.class));
        room.subscribed("p2", Sdp.answer("ufragp2"), second.generation());
        ShardCommand.Subscribe again = assertInstanceOf(ShardCommand.Subscribe.class, commands.getLast());
        assertEquals(
                List.of("p1/camera"),
                again.subscriptions().stream().map(each -> each.sourceId()).toList());
        assertEquals(98, again.subscriptions().getFirst().payloadType());
    }

    @Test
    void howASourceIsShownIsToldToTheShardOnceItIsSubscribed() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.enter("p1");
        room.enter("p2");
        BridgeEvent.SubscribeOffer offer = assertInstanceOf(BridgeEvent.SubscribeOffer.class, events.getLast());
        room.view("p2", new BridgeRoom.View("p1", Purpose.CAMERA, 0));
        room.view("p2", new BridgeRoom.View("p7", Purpose.CAMERA, 90));
        room.view("p8", new BridgeRoom.View("p1", Purpose.CAMERA, 90));
        assertEquals(0, count(ShardCommand.View.class));
        room.subscribed("p2", Sdp.answer("ufragp2"), offer.generation());
        ShardCommand.View hidden = assertInstanceOf(ShardCommand.View.class, commands.getLast());
        assertEquals(new ShardCommand.View(hidden.transport(), "p1/camera", 0), hidden);
        room.view("p2", new BridgeRoom.View("p1", Purpose.CAMERA, 720));
        assertEquals(new ShardCommand.View(hidden.transport(), "p1/camera", 720), commands.getLast());
    }

    @Test
    void theLayersThatAreNeededAreToldToTheRoomWhileItIsOpen() {
        BridgeRoom room = bridge.open("r", events::add);
        bridge.heard(new ShardEvent.LayersNeeded("r", "p1/camera", List.of("q")));
        bridge.heard(new ShardEvent.LayersNeeded("another", "p1/camera", List.of("q", "h")));
        room.close();
        bridge.heard(new ShardEvent.LayersNeeded("r", "p1/camera", List.of()));
        assertEquals(List.of(new BridgeEvent.LayersNeeded("p1", Purpose.CAMERA, List.of("q"))), events);
    }

    @Test
    void aSecondOfferOfTheSameConnectionKeepsItsTransportAndAnotherConnectionReplacesIt() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        assertEquals(1, count(ShardCommand.OpenTransport.class));
        room.publish("p1", Sdp.offerOfAnother("another"), SOURCES);
        assertEquals(2, count(ShardCommand.OpenTransport.class));
        assertEquals(1, count(ShardCommand.CloseTransport.class));
        assertEquals(0, count(ShardCommand.RestartIce.class));
    }

    @Test
    void aPublisherThatLostItsWayKeepsItsTransportAndGetsNewCredentials() {
        BridgeRoom room = bridge.open("r", events::add);
        String first = answer(room.publish("p1", Sdp.offer("ufragp1"), SOURCES));
        String second = answer(room.publish("p1", Sdp.offer("restart1"), SOURCES));
        ShardCommand.RestartIce restart = assertInstanceOf(ShardCommand.RestartIce.class, commands.getLast());
        assertEquals("restart1", restart.remote().ufrag());
        assertEquals(1, count(ShardCommand.OpenTransport.class));
        assertTrue(second.contains("a=ice-ufrag:" + restart.local().ufrag()), second);
        assertTrue(!first.contains(restart.local().ufrag()));
    }

    @Test
    void aPublisherWhoseTransportIsGoneHasToComeWithANewConnection() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        bridge.heard(new ShardEvent.TransportReleased(opened().getFirst().transport(), "silent"));
        assertInstanceOf(BridgeRoom.PublishOutcome.Gone.class, room.publish("p1", Sdp.offer("restart1"), SOURCES));
        assertInstanceOf(
                BridgeRoom.PublishOutcome.Answered.class, room.publish("p1", Sdp.offerOfAnother("another"), SOURCES));
        assertEquals(2, opened().size());
    }

    @Test
    void aReceiverThatLostItsWayKeepsItsTransport() {
        BridgeRoom room = receiving();
        room.restart("p2");
        BridgeEvent.SubscribeOffer offer = newestOffer();
        assertEquals(0, count(ShardCommand.RestartIce.class));
        // A second one waits until the first is answered.
        room.restart("p2");
        assertEquals(offer, newestOffer());
        room.subscribed("p2", Sdp.answer("restart1"), offer.generation());
        ShardCommand.RestartIce restart = commands.stream()
                .filter(ShardCommand.RestartIce.class::isInstance)
                .map(ShardCommand.RestartIce.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("restart1", restart.remote().ufrag());
        assertTrue(offer.sdp().contains("a=ice-ufrag:" + restart.local().ufrag()), offer.sdp());
        assertEquals(offer.generation() + 1, newestOffer().generation());
        assertEquals(2, opened().size());
    }

    @Test
    void aReceiverWhoseTransportIsGoneIsOfferedANewConnection() {
        BridgeRoom room = receiving();
        String before = session(newestOffer());
        bridge.heard(new ShardEvent.TransportReleased(opened().getLast().transport(), "silent"));
        room.restart("p2");
        BridgeEvent.SubscribeOffer offer = newestOffer();
        assertTrue(!session(offer).equals(before));
        assertEquals(2, offer.streams().size());
        room.subscribed("p2", Sdp.answer("another"), offer.generation());
        assertEquals(3, opened().size());
        assertEquals(0, count(ShardCommand.RestartIce.class));
    }

    private BridgeRoom receiving() {
        BridgeRoom room = bridge.open("r", events::add);
        room.publish("p1", Sdp.offer("ufragp1"), SOURCES);
        room.enter("p1");
        room.enter("p2");
        room.subscribed("p2", Sdp.answer("ufragp2s"), newestOffer().generation());
        return room;
    }

    private BridgeEvent.SubscribeOffer newestOffer() {
        return (BridgeEvent.SubscribeOffer) events.stream()
                .filter(BridgeEvent.SubscribeOffer.class::isInstance)
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    private static String session(BridgeEvent.SubscribeOffer offer) {
        return offer.sdp()
                .lines()
                .filter(line -> line.startsWith("o="))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    private List<ShardCommand.OpenTransport> opened() {
        return commands.stream()
                .filter(ShardCommand.OpenTransport.class::isInstance)
                .map(ShardCommand.OpenTransport.class::cast)
                .toList();
    }

    private static String answer(BridgeRoom.PublishOutcome outcome) {
        return assertInstanceOf(BridgeRoom.PublishOutcome.Answered.class, outcome)
                .sdp();
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
