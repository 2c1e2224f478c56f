package org.kachehri.media.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.Effects;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.SrtpSender;
import org.kachehri.media.transport.Stun;

/** Forwarding allocates nothing: no collection may ever stop a reception. Also reports what a forwarded packet costs in CPU time. */
class AllocationTest {
    private static final String SOURCE = "p0/source";
    private static final int SUBSCRIBERS = 50;
    private static final int BURST = 8;

    /** Packets of a burst that belong to the lowest spatial layer, where the codec has any. */
    private static final int LOWEST_LAYER = 3;

    private static final int WARM_UP_BATCHES = 3_000;
    private static final int BATCHES = 1_000;
    private static final long INTERVAL_NANOS = 5_000_000L;
    private static final IceCredentials ANY = new IceCredentials("ufragufrag", "passwordpasswordpassword");

    private final SimulatedHandshakes handshakes = new SimulatedHandshakes(1);
    private final Batch batch = new Batch(Arena.ofAuto());
    private final MemorySegment plain = Arena.ofAuto().allocate(Batch.MAX_DATAGRAM, 8);
    private long nowNanos;
    private int sequence = 1;

    /** Drops everything. */
    private static final Effects NOWHERE = new Effects() {
        @Override
        public void train(
                long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {}

        @Override
        public void flush() {}

        @Override
        public void emit(ShardEvent event) {}
    };

    @Test
    void aForwardedPacketAllocatesNothing() {
        forwardWithoutAllocating("sfu.forward", camera(new Codec("H265", 90_000, 1, "")), BURST);
    }

    @Test
    void leavingOutSpatialLayersAllocatesNothing() {
        forwardWithoutAllocating("sfu.forward.spatial", camera(Codec.VP9), LOWEST_LAYER);
    }

    private static SourceDescription camera(Codec codec) {
        return new SourceDescription(SOURCE, MediaKind.VIDEO, "1", codec, 96, 97, 4, 5, 6);
    }

    @Test
    void passingAndStrippingRedundancyAllocatesNothing() {
        SourceDescription microphone = new SourceDescription(
                SOURCE, MediaKind.AUDIO, "1", Codec.OPUS, 111, 96, -1, ExtensionIds.ofMid(4), 5, -1, List.of());
        forwardWithoutAllocating("sfu.forward.redundant", microphone, BURST);
    }

    private void forwardWithoutAllocating(String figure, SourceDescription source, int forwardedOfBurst) {
        CipherSuites libcrypto = CipherSuites.libcrypto().orElse(null);
        assumeTrue(libcrypto != null, "needs libcrypto: the JDK's ciphers allocate");
        try (Shard shard = new Shard(ShardSettings.defaults(), libcrypto, handshakes, new SplittableRandom(1));
                SrtpSender publisher = new SrtpSender(handshakes.keys(0).mirrored(), libcrypto)) {
            open(shard, source);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            forward(shard, publisher, source, 1);
            for (int i = 1; i <= SUBSCRIBERS; i++) {
                shard.execute(nowNanos, new ShardCommand.View(i, SOURCE, 180), NOWHERE);
            }
            forward(shard, publisher, source, WARM_UP_BATCHES);
            long forwarded = shard.counters().of(Reason.FORWARDED);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpuNanos = forward(shard, publisher, source, BATCHES);
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            forwarded = shard.counters().of(Reason.FORWARDED) - forwarded;
            assertTrue(forwarded == (long) BATCHES * forwardedOfBurst * SUBSCRIBERS, forwarded + " forwarded");
            double bytes = allocated / (double) forwarded;
            System.out.printf("figure %s.heap %.4f B/packet%n", figure, bytes);
            System.out.printf("figure %s.cpu %.2f us/packet%n", figure, cpuNanos / 1e3 / forwarded);
            assertTrue(bytes < 0.05, bytes + " bytes a packet");
        }
    }

    /** Every other subscriber takes redundancy, where there is any. */
    private void open(Shard shard, SourceDescription source) {
        shard.execute(0, new ShardCommand.OpenRoom("room"), NOWHERE);
        for (int i = 0; i <= SUBSCRIBERS; i++) {
            IceCredentials local = new IceCredentials("local" + i, "passwordpasswordpassword");
            shard.execute(
                    0,
                    new ShardCommand.OpenTransport(i, "room", "p" + i, local, ANY, "sha-256 00", DtlsRole.CLIENT),
                    NOWHERE);
            batch.clear();
            batch.length[0] = Stun.writeBindingRequest(
                    batch.bytes, 0, i, i, "local" + i + ":" + ANY.ufrag(), 1, 1, true, local.key());
            address(0, i);
            batch.size = 1;
            shard.receive(0, batch, NOWHERE);
        }
        while (!handshakes.commands.isEmpty()) {
            shard.execute(0, handshakes.commands.poll(), NOWHERE);
        }
        shard.execute(0, new ShardCommand.Publish(0, List.of(source)), NOWHERE);
        for (int i = 1; i <= SUBSCRIBERS; i++) {
            List<SubscriptionDescription> wanted = new ArrayList<>();
            wanted.add(new SubscriptionDescription(
                    SOURCE,
                    "1",
                    source.payloadType(),
                    i % 2 == 0 ? source.redPayloadType() : -1,
                    97,
                    1_000L + i,
                    2_000L + i,
                    ExtensionIds.ofMid(4)));
            shard.execute(0, new ShardCommand.Subscribe(i, wanted), NOWHERE);
        }
    }

    private void address(int slot, int peer) {
        batch.hostHigh[slot] = 0;
        batch.hostLow[slot] = 0xFFFF_0A00_0000L + peer;
        batch.port[slot] = 4_000;
    }

    /** Forwards batches of one burst each; returns the CPU time of the shard alone. */
    private long forward(Shard shard, SrtpSender publisher, SourceDescription source, int batches) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (int i = 0; i < batches; i++) {
            nowNanos += INTERVAL_NANOS;
            batch.clear();
            for (int packet = 0; packet < BURST; packet++) {
                RtpHeader.write(plain, 0, 96, packet == BURST - 1, sequence++ & 0xFFFF, nowNanos / 11_111, 5);
                if (source.redPayloadType() < 0) {
                    writeVp9Descriptor(packet);
                } else {
                    writeBlocks(source.payloadType());
                }
                batch.length[packet] = publisher.seal(plain, 0, 1_200 - packet % 2, batch.bytes, batch.offset(packet));
                address(packet, 0);
                batch.size++;
            }
            long begin = threads.getCurrentThreadCpuTime();
            shard.receive(nowNanos, batch, NOWHERE);
            nanos += threads.getCurrentThreadCpuTime() - begin;
        }
        return nanos;
    }

    /** A frame of 100 bytes of 20 ms before, and the rest of the packet. */
    private void writeBlocks(int payloadType) {
        NetworkBytes.putU8(plain, RtpHeader.MIN_LENGTH, 0x80 | payloadType);
        NetworkBytes.putU24(plain, RtpHeader.MIN_LENGTH + 1, 960 << 10 | 100);
        NetworkBytes.putU8(plain, RtpHeader.MIN_LENGTH + 4, payloadType);
    }

    /** A key picture of two spatial layers; a codec that we can't see into doesn't mind. */
    private void writeVp9Descriptor(int packet) {
        int layer = packet < LOWEST_LAYER ? 0 : 1;
        boolean first = packet == 0 || packet == LOWEST_LAYER;
        boolean last = packet == LOWEST_LAYER - 1 || packet == BURST - 1;
        NetworkBytes.putU8(
                plain, RtpHeader.MIN_LENGTH, 0xA0 | (first ? 0x08 : 0) | (last ? 0x04 : 0) | (packet == 0 ? 0x02 : 0));
        NetworkBytes.putU16(plain, RtpHeader.MIN_LENGTH + 1, 0x8000 | sequence / BURST & 0x7FFF);
        NetworkBytes.putU8(plain, RtpHeader.MIN_LENGTH + 3, layer << 1);
        NetworkBytes.putU8(plain, RtpHeader.MIN_LENGTH + 5, 0x30);
        NetworkBytes.putU16(plain, RtpHeader.MIN_LENGTH + 8, 180);
        NetworkBytes.putU16(plain, RtpHeader.MIN_LENGTH + 12, 360);
    }
}
