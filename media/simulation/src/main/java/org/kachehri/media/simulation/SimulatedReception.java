package org.kachehri.media.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;

/**
 * A reception as the bridge sees it: everyone has a microphone and a camera on one peer connection and hears all others on another,
 * and a recorder listens.
 */
final class SimulatedReception {
    static final String ROOM = "reception";

    /** One person's two peer connections. */
    static final class Participant {
        final String name;
        final SimulatedPeer publishing;
        final SimulatedPeer subscribed;
        final Map<String, HeardStream> hears = new LinkedHashMap<>();
        final SentStream microphone;

        /** Lowest quality first. */
        final List<SentStream> layers = new ArrayList<>();

        /** Its best layer. */
        final SentStream camera;

        Participant(
                String name,
                SimulatedPeer publishing,
                SimulatedPeer subscribed,
                int number,
                Codec codec,
                List<SentStream.Encoding> encodings) {
            this.name = name;
            this.publishing = publishing;
            this.subscribed = subscribed;
            long ssrc = 1_000L * (number + 1);
            microphone = new SentStream(
                    publishing,
                    new SourceDescription(
                            name + "/microphone",
                            MediaKind.AUDIO,
                            "0",
                            Codec.OPUS,
                            111,
                            -1,
                            112,
                            EXTENSIONS,
                            ssrc,
                            ssrc + 1,
                            List.of()),
                    ssrc,
                    ssrc + 1);
            SourceDescription pictures = new SourceDescription(
                    name + "/camera",
                    MediaKind.VIDEO,
                    "1",
                    codec,
                    96,
                    -1,
                    97,
                    EXTENSIONS,
                    -1,
                    -1,
                    encodings.stream()
                            .map(SentStream.Encoding::rid)
                            .filter(rid -> !rid.isEmpty())
                            .toList());
            boolean simulcast = !pictures.rids().isEmpty();
            for (int i = 0; i < (simulcast ? encodings.size() : 1); i++) {
                ssrc += 2;
                List<SentStream.Encoding> sent = simulcast ? encodings.subList(i, i + 1) : encodings;
                layers.add(new SentStream(publishing, pictures, sent, ssrc, ssrc + 1));
            }
            camera = layers.getLast();
        }
    }

    /** 180p, 360p and 720p as a browser sends them: 0.2, 0.9 and 2.0 Mbit/s here. */
    static final List<SentStream.Encoding> SIMULCAST = List.of(
            new SentStream.Encoding("q", 180, 1),
            new SentStream.Encoding("h", 360, 4),
            new SentStream.Encoding("f", 720, 9));

    private static final ExtensionIds EXTENSIONS = new ExtensionIds(4, 10, 11, SimulatedPeer.TRANSPORT_WIDE, 6);

    private static final ExtensionIds JUDGED =
            new ExtensionIds(9, ExtensionIds.NONE, ExtensionIds.NONE, SimulatedPeer.TRANSPORT_WIDE, ExtensionIds.NONE);

    /** Whether subscribers tell what arrives; else nothing holds the bridge back. */
    boolean linesAreJudged;

    final Simulation simulation;
    final SimulatedRecorder recorder = new SimulatedRecorder();
    final Map<String, Participant> participants = new LinkedHashMap<>();
    private int transports;
    private long nextSsrc = 0x4000_0000L;
    private int nextMid = 10;

    SimulatedReception(Simulation simulation) {
        this.simulation = simulation;
        simulation.execute(new ShardCommand.OpenRoom(ROOM));
        simulation.execute(new ShardCommand.Tap(ROOM, recorder));
    }

    /** Opens a participant's two peer connections; everyone present and to come hears them. */
    Participant enter(String name, Impairment up, Impairment down) {
        return enter(name, up, down, Codec.VP8, List.of(SentStream.Encoding.ONLY));
    }

    /** @param encodings of a simulcast; without RIDs the spatial layers of one stream */
    Participant enter(String name, Impairment up, Impairment down, Codec codec, List<SentStream.Encoding> encodings) {
        SimulatedPeer publishing = new SimulatedPeer(simulation, transports++, up, down);
        SimulatedPeer subscribed = new SimulatedPeer(simulation, transports++, up, down);
        Participant entering = new Participant(name, publishing, subscribed, participants.size(), codec, encodings);
        simulation.execute(publishing.opening(ROOM, name));
        simulation.execute(subscribed.opening(ROOM, name));
        simulation.execute(new ShardCommand.Publish(
                publishing.transport, List.of(entering.microphone.description, entering.camera.description)));
        for (Participant present : participants.values()) {
            subscribe(entering, present);
            subscribe(present, entering);
        }
        participants.put(name, entering);
        return entering;
    }

    private void subscribe(Participant hearer, Participant heard) {
        List<SubscriptionDescription> descriptions = new ArrayList<>();
        for (SentStream stream : List.of(heard.microphone, heard.camera)) {
            boolean video = stream.description.kind() == MediaKind.VIDEO;
            long ssrc = nextSsrc;
            nextSsrc += 2;
            SubscriptionDescription description = new SubscriptionDescription(
                    stream.description.id(),
                    Integer.toString(nextMid++),
                    video ? 100 : 109,
                    -1,
                    video ? 101 : 110,
                    ssrc,
                    ssrc + 1,
                    linesAreJudged ? JUDGED : ExtensionIds.ofMid(9));
            hearer.hears.put(
                    stream.description.id(),
                    new HeardStream(hearer.subscribed, description, stream.description.codec()));
            descriptions.add(description);
        }
        simulation.execute(new ShardCommand.Subscribe(hearer.subscribed.transport, descriptions));
    }

    /** Everyone stops sending, and what is missing is repaired. */
    void fallSilent() {
        for (Participant participant : participants.values()) {
            participant.microphone.endAt(simulation.nowNanos());
            participant.layers.forEach(layer -> layer.endAt(simulation.nowNanos()));
        }
        simulation.runSeconds(3);
    }

    /** The citizen, the chair and an officer, all over the same kind of line. */
    static SimulatedReception ofThree(Simulation simulation, Impairment line) {
        SimulatedReception reception = new SimulatedReception(simulation);
        for (String name : List.of("citizen", "chair", "officer")) {
            reception.enter(name, line, line);
        }
        return reception;
    }
}
