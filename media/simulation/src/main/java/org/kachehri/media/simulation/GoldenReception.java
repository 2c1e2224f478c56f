package org.kachehri.media.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.CipherSuites;

/**
 * A reception of three people in which everything happens that a recording must bear, with what was really sent and when: numbers and
 * timestamps wrap, the officer comes late and once comes back over a new connection, the citizen's camera is off for a while, the chair
 * switches what layer of it to see, the chair's camera changes its codec. Sound comes with redundancy (RFC 2198) from the citizen and with
 * retransmission from the others. Lines lose packets, but not within a second of these events: what nothing follows or precedes can't be
 * missed. Virtual time; used by one thread.
 */
public final class GoldenReception implements AutoCloseable {
    private static final String ROOM = "reception";
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The reception has so many parts, at whose borders things happen. */
    private static final int PARTS = 12;

    private static final long STEP_NANOS = SECOND_NANOS / 10;

    /** Packets before a number wraps: within the first seconds of a sound. */
    private static final int BEFORE_WRAP = 100;

    private static final ExtensionIds EXTENSIONS = new ExtensionIds(4, 10, 11, SimulatedPeer.TRANSPORT_WIDE, 6);
    private static final Impairment GOOD = Impairment.good().withDelay(20, 15);
    private static final Impairment BAD =
            GOOD.withLoss(0.03).withBursts(0.001, 4).withReordering(0.01, 10);

    /**
     * All that was sent under one SSRC.
     *
     * @param from extended number of the first packet
     * @param to that of the one after the last
     * @param timestampAtZero RTP timestamp of what is taken when the reception begins
     */
    public record Stream(String source, long ssrc, long from, long to, long timestampAtZero, int clockRate) {
        /** Nanoseconds since the beginning at which the content with this timestamp was taken. */
        public long takenNanos(long timestamp) {
            return (timestamp - timestampAtZero & 0xFFFF_FFFFL) * SECOND_NANOS / clockRate;
        }
    }

    private final Simulation simulation;
    private final LongConsumer told;
    private final long partNanos;
    private final List<SimulatedPeer> publishing = new ArrayList<>();
    private final List<SentStream> streams = new ArrayList<>();

    /** Of these, those that go on. */
    private final List<SentStream> sending = new ArrayList<>();

    private int transports;
    private long nextSsrc = 1_000;

    private GoldenReception(long seed, int seconds, LongConsumer told) {
        simulation = new Simulation(seed, CipherSuites.none());
        partNanos = seconds * SECOND_NANOS / PARTS;
        this.told = told;
    }

    /**
     * Plays it to the recorder.
     *
     * @param seconds that it lasts, at least 48
     * @param told every tenth of a second, how many nanoseconds have passed since the beginning; 0 at the beginning
     */
    public static List<Stream> play(long seed, int seconds, PacketTap recorder, LongConsumer told) {
        try (GoldenReception reception = new GoldenReception(seed, seconds, told)) {
            reception.play(recorder);
            return reception.streams.stream()
                    .map(stream -> new Stream(
                            stream.description.id(),
                            stream.ssrc,
                            stream.firstSequence,
                            stream.sequence,
                            stream.timestamp(0),
                            stream.description.codec().clockRate()))
                    .toList();
        }
    }

    private void play(PacketTap recorder) {
        told.accept(0);
        simulation.execute(new ShardCommand.OpenRoom(ROOM));
        simulation.execute(new ShardCommand.Tap(ROOM, recorder));
        SimulatedPeer citizen = enter("citizen");
        publish(citizen, List.of(sound("citizen", 63, -1), picture("citizen", Codec.VP8, List.of("q", "h", "f"))));
        SentStream voice = streams.getFirst();
        voice.redundancy = 1;
        // The sound's numbers wrap after two seconds, the timestamps of every stream of the citizen after four parts.
        voice.countFrom(0x1_0000 - BEFORE_WRAP, 0);
        for (SentStream stream : streams) {
            long ticks = 4 * partNanos / 1_000 * stream.description.codec().clockRate() / 1_000_000;
            stream.countFrom((int) stream.firstSequence, -ticks);
        }
        SimulatedPeer chair = enter("chair");
        publish(chair, List.of(sound("chair", -1, 112), picture("chair", Codec.VP8, List.of())));
        SimulatedPeer watching = watch();
        part();
        view(watching, 720);
        part();
        SimulatedPeer officer = enter("officer");
        publish(officer, List.of(sound("officer", -1, 112), picture("officer", Codec.VP8, List.of())));
        part();
        view(watching, 180);
        part();
        part();
        List<SentStream> camera = streams.subList(1, 4);
        camera.forEach(SentStream::stop);
        part();
        camera.forEach(layer -> layer.begin(simulation.nowNanos()));
        simulation.wake(citizen);
        part();
        leave(officer);
        SimulatedPeer again = enter("officer");
        publish(again, List.of(sound("officer", -1, 112), picture("officer", Codec.VP8, List.of())));
        part();
        view(watching, 720);
        part();
        change(chair);
        part();
        part();
        part();
        end(sending);
        // Retransmissions of the last packets are still under way.
        step(4 * SECOND_NANOS);
    }

    private SimulatedPeer enter(String name) {
        SimulatedPeer peer = new SimulatedPeer(simulation, transports++, GOOD, GOOD);
        simulation.execute(peer.opening(ROOM, name));
        publishing.add(peer);
        return peer;
    }

    private static SourceDescription sound(String peer, int redPayloadType, int rtxPayloadType) {
        return new SourceDescription(
                peer + "/microphone",
                MediaKind.AUDIO,
                "0",
                Codec.OPUS,
                111,
                redPayloadType,
                rtxPayloadType,
                EXTENSIONS,
                0,
                rtxPayloadType < 0 ? -1 : 0,
                List.of());
    }

    private static SourceDescription picture(String peer, Codec codec, List<String> rids) {
        return new SourceDescription(
                peer + "/camera", MediaKind.VIDEO, "1", codec, 96, -1, 97, EXTENSIONS, -1, -1, rids);
    }

    /** Publishes what is described, under new SSRCs. */
    private void publish(SimulatedPeer peer, List<SourceDescription> described) {
        List<SourceDescription> sources = new ArrayList<>();
        for (SourceDescription one : described) {
            boolean layered = !one.rids().isEmpty();
            long ssrc = nextSsrc;
            SourceDescription source = new SourceDescription(
                    one.id(),
                    one.kind(),
                    one.mid(),
                    one.codec(),
                    one.payloadType(),
                    one.redPayloadType(),
                    one.rtxPayloadType(),
                    one.extensions(),
                    layered ? -1 : ssrc,
                    layered || one.rtxPayloadType() < 0 ? -1 : ssrc + 1,
                    one.rids());
            sources.add(source);
            List<SentStream.Encoding> encodings =
                    layered ? SimulatedReception.SIMULCAST : List.of(SentStream.Encoding.ONLY);
            for (SentStream.Encoding encoding : encodings) {
                long repairs = one.rtxPayloadType() < 0 ? -1 : nextSsrc + 1;
                SentStream stream = new SentStream(peer, source, List.of(encoding), nextSsrc, repairs);
                streams.add(stream);
                sending.add(stream);
                nextSsrc += 2;
            }
        }
        simulation.execute(new ShardCommand.Publish(peer.transport, sources));
    }

    /** The chair sees the citizen's camera. */
    private SimulatedPeer watch() {
        SimulatedPeer peer = new SimulatedPeer(simulation, transports++, GOOD, GOOD);
        simulation.execute(peer.opening(ROOM, "chair"));
        SubscriptionDescription wanted = new SubscriptionDescription(
                "citizen/camera", "7", 100, -1, 101, 0x4000_0000L, 0x4000_0001L, ExtensionIds.ofMid(9));
        new HeardStream(peer, wanted, Codec.VP8);
        simulation.execute(new ShardCommand.Subscribe(peer.transport, List.of(wanted)));
        return peer;
    }

    private void view(SimulatedPeer watching, int height) {
        simulation.execute(new ShardCommand.View(watching.transport, "citizen/camera", height));
    }

    private void end(List<SentStream> ending) {
        ending.forEach(stream -> stream.endAt(simulation.nowNanos()));
        sending.removeAll(List.copyOf(ending));
    }

    private void leave(SimulatedPeer peer) {
        end(peer.sent);
        // What is under way arrives; then the old connection is gone.
        step(SECOND_NANOS / 2);
        simulation.execute(new ShardCommand.CloseTransport(peer.transport));
        peer.present = false;
    }

    /** Another encoder in the place of the camera's. */
    private void change(SimulatedPeer peer) {
        end(List.of(peer.sent.getLast()));
        step(SECOND_NANOS / 2);
        publish(peer, List.of(picture("chair", Codec.H264, List.of())));
        streams.getLast().begin(simulation.nowNanos());
        simulation.wake(peer);
    }

    /** A twelfth of the reception, over bad lines but for its first and last seconds. */
    private void part() {
        step(2 * SECOND_NANOS);
        publishing.forEach(peer -> peer.up.impairment(BAD));
        step(partNanos - 3 * SECOND_NANOS);
        publishing.forEach(peer -> peer.up.impairment(GOOD));
        step(SECOND_NANOS);
    }

    private void step(long nanos) {
        for (long end = simulation.nowNanos() + nanos; simulation.nowNanos() < end; ) {
            simulation.run(Math.min(STEP_NANOS, end - simulation.nowNanos()));
            told.accept(simulation.nowNanos());
        }
    }

    @Override
    public void close() {
        simulation.close();
    }
}
