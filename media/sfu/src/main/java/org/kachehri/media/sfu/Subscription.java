package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.ShardCounters.Reason;

/**
 * One source as one subscriber gets it: which layer of it, and under which SSRC, payload type and MID; {@link Numbering} gives sequence
 * numbers and timestamps. Not thread-safe.
 */
final class Subscription {
    /** The P bit (RFC 3550 section 5.1). */
    private static final int PADDED = 0x20;

    private static final int BLOCK_HEADER_LENGTH = 4;
    private static final int TRANSPORT_NUMBER_LENGTH = 2;

    private static final long NEVER = Long.MIN_VALUE;

    final SubscriptionDescription description;
    final TransportState transport;
    final OutgoingStream out;

    final Numbering numbering;
    final Repeats repeats = new Repeats();
    final SentReports sentReports = new SentReports();

    /** Null until it is published. */
    Source source;

    /** Null while the source has one encoder, whose own numbers stay. */
    PictureNumbers pictures;

    private Quality target;
    private int shownHeight = Integer.MAX_VALUE;
    private int allowed;
    private long switchedNanos = NEVER;

    private final MemorySegment header;
    private final int headerLength;

    /** Where the transport-wide number stands in every header, or 0. */
    private int transportNumberAt;

    Subscription(SubscriptionDescription description, TransportState transport, OutgoingStream out) {
        this.description = description;
        this.transport = transport;
        this.out = out;
        numbering = new Numbering(out);
        header = Arena.ofAuto()
                .allocate(
                        RtpHeader.MIN_LENGTH
                                + BLOCK_HEADER_LENGTH
                                + 1
                                + TRANSPORT_NUMBER_LENGTH
                                + 1
                                + HeaderExtensions.MAX_VALUE_LENGTH
                                + 3,
                        8);
        headerLength = writeHeaderTemplate();
    }

    private int writeHeaderTemplate() {
        RtpHeader.write(header, 0, description.payloadType(), false, 0, 0, description.ssrc());
        long block = RtpHeader.MIN_LENGTH;
        long at = block + BLOCK_HEADER_LENGTH;
        if (valid(description.extensions().transportWide())) {
            NetworkBytes.putU8(header, at, description.extensions().transportWide() << 4 | TRANSPORT_NUMBER_LENGTH - 1);
            transportNumberAt = (int) at + 1;
            at += 1 + TRANSPORT_NUMBER_LENGTH;
        }
        byte[] mid = description.mid().getBytes(StandardCharsets.US_ASCII);
        if (valid(description.extensions().mid())
                && mid.length >= 1
                && mid.length <= HeaderExtensions.MAX_VALUE_LENGTH) {
            NetworkBytes.putU8(header, at, description.extensions().mid() << 4 | mid.length - 1);
            MemorySegment.copy(mid, 0, header, ValueLayout.JAVA_BYTE, at + 1, mid.length);
            at += 1 + mid.length;
        }
        return (int) HeaderExtensions.closeBlock(header, 0, block, at);
    }

    private static boolean valid(int id) {
        return id >= 1 && id <= HeaderExtensions.MAX_ID;
    }

    /** Whether its packets are numbered on their transport, so that the line can be judged by what becomes of them. */
    boolean numberedOnTransport() {
        return transportNumberAt > 0;
    }

    /** Numbers a packet whose header {@link #writeHeader} wrote, and counts it as sent; {@code bytes} without those of UDP and IP. */
    void numberOnTransport(MemorySegment to, long at, int bytes, long nowNanos) {
        if (numberedOnTransport()) {
            NetworkBytes.putU16(
                    to, at + transportNumberAt, transport.line.sent(bytes, source != null && source.video(), nowNanos));
        }
    }

    /** Whether its sound goes with the redundancy with which it comes. */
    boolean redundant() {
        return description.redPayloadType() >= 0 && transport.redundancy;
    }

    /** What the redundancy would cost, in bits a second; 0 for who takes none. */
    long redundancyBps() {
        return description.redPayloadType() < 0 ? 0 : source.qualities[0].activity.redundantBitsPerSecond();
    }

    /** Bytes of every header that {@link #writeHeader} writes. */
    int headerLength() {
        return headerLength;
    }

    /** Attaches a source, or another incarnation of it. */
    void attach(long nowNanos, Source published) {
        source = published;
        numbering.reset(source.spatial());
        if (pictures == null) {
            pictures = PictureNumbers.of(source);
        }
        aim(nowNanos);
    }

    void detach() {
        source = null;
        target = null;
        numbering.reset(false);
    }

    /** The publisher of this layer numbers anew. */
    void renumbered(Layer layer) {
        numbering.renumbered(layer);
    }

    /** Forwarding pauses; numbers go on without a hole afterwards. */
    void pause() {
        numbering.stop();
    }

    /** The height at which it is shown changed, in pixels; 0 when it isn't shown. {@link #aim} follows. */
    void show(int height) {
        shownHeight = height;
    }

    /**
     * Chooses what to forward: the lowest quality that fills what the subscriber shows, or the best below it that flows.
     *
     * @return whether a key frame is needed for it
     */
    boolean aim(long nowNanos) {
        Quality before = target;
        target = choice();
        if (target == null) {
            numbering.stop();
        }
        if (target != before) {
            switchedNanos = nowNanos;
        }
        SpatialSelection selection = numbering.selection();
        boolean missed = selection != null && selection.takeMissed();
        return target != null && (target != before || missed) && !gets(target);
    }

    /** Whether it is forwarded now, so that no key frame is needed. */
    private boolean gets(Quality quality) {
        SpatialSelection selection = numbering.selection();
        return numbering.current() == quality.layer && (selection == null || quality.spatialLayer <= selection.limit());
    }

    private Quality choice() {
        if (source == null || shownHeight == 0) {
            return null;
        }
        if (!transport.judged()) {
            return LayerChoice.flowing(source.qualities, shownHeight);
        }
        return allowed == Allocation.PAUSED ? null : source.qualities[Math.min(allowed, source.qualities.length - 1)];
    }

    /**
     * What it asks of its line.
     *
     * @param redundancy whether that of a sound is part of it
     */
    Allocation.Wanted wanted(long nowNanos, boolean redundancy) {
        List<Allocation.Layer> layers = new ArrayList<>(source.qualities.length);
        for (Quality quality : source.qualities) {
            // One that hasn't begun to flow takes nothing and is waited for: what joins must be seen at once.
            long bps = quality.index == 0 ? Math.max(1, quality.bitsPerSecond()) : quality.bitsPerSecond();
            layers.add(new Allocation.Layer(bps + (redundancy ? redundancyBps() : 0), quality.height));
        }
        return new Allocation.Wanted(
                source.priority,
                layers,
                shownHeight,
                target == null ? Allocation.PAUSED : target.index,
                switchedNanos == NEVER ? Allocation.NEW : nowNanos - switchedNanos);
    }

    /** The layer that the line bears; {@link #aim} follows. */
    void allow(int layer) {
        allowed = layer;
    }

    /** What it would get if all flowed; null when it is paused. */
    Quality desired() {
        return source == null || shownHeight == 0 ? null : LayerChoice.desired(source.qualities, shownHeight);
    }

    /** What it gets or waits for; null when it is paused. */
    Quality target() {
        return target;
    }

    /** Whether forwarding begins with this packet, so that numbers change. */
    boolean begins(Layer layer, boolean keyframeStart) {
        return target != null
                && layer == target.layer
                && layer != numbering.current()
                && (keyframeStart || !layer.keyframesVisible());
    }

    /** Whether this packet is for this subscriber; fixes the numbering where forwarding begins. */
    boolean admits(OpenedBatch opened, int i, boolean keyframeStart, long nowNanos, ShardCounters counters) {
        Layer layer = opened.layer[i];
        long sequence = opened.sequence[i];
        if (layer != numbering.current()) {
            if (target == null || layer != target.layer) {
                counters.count(target == null ? Reason.DROPPED_NOT_SHOWN : Reason.DROPPED_OTHER_LAYER);
                return false;
            }
            if (layer.keyframesVisible() && !keyframeStart) {
                counters.count(Reason.DROPPED_WAITING_FOR_KEYFRAME);
                return false;
            }
            numbering.begin(layer, sequence, opened.timestamp[i], nowNanos);
            if (pictures != null) {
                pictures.begin();
            }
        }
        if (!numbering.reaches(sequence)) {
            counters.count(Reason.DROPPED_BEFORE_START);
            return false;
        }
        SpatialSelection selection = numbering.selection();
        if (selection != null
                && !selection.takes(
                        sequence,
                        opened.bytes,
                        opened.payloadOffset[i],
                        opened.payloadLength[i],
                        target.spatialLayer)) {
            counters.count(Reason.DROPPED_OTHER_LAYER);
            return false;
        }
        if (numbering.outSequence(sequence) < out.highest) {
            // Our own repair from upstream: the subscriber's request for it, already on its way, is answered by this.
            repeats.remember(sequence, nowNanos);
        }
        return true;
    }

    /** Bytes at the beginning of a packet's payload that it doesn't get: the redundancy of a sound. */
    int stripped(OpenedBatch opened, int i) {
        return redundant() ? 0 : opened.redundancy[i];
    }

    /** How much of an admitted packet's payload it gets then: all, or nothing of a layer that is left out of a picture. */
    int payloadLength(OpenedBatch opened, int i) {
        int stripped = stripped(opened, i);
        return payloadLength(
                opened.sequence[i],
                opened.bytes,
                opened.payloadOffset[i] + stripped,
                opened.payloadLength[i] - stripped);
    }

    int payloadLength(long sequence, MemorySegment payload, long offset, int length) {
        SpatialSelection selection = numbering.selection();
        return selection != null && selection.empties(sequence, payload, offset, length) ? 0 : length;
    }

    /** Whether an admitted packet ends a picture for it. */
    boolean marker(OpenedBatch opened, int i) {
        int length = payloadLength(opened, i);
        return marker(opened.sequence[i], opened.bytes, opened.payloadOffset[i], length, opened.marker[i]);
    }

    /** @param length of what it gets of the payload */
    boolean marker(long sequence, MemorySegment payload, long offset, int length, boolean original) {
        SpatialSelection selection = numbering.selection();
        return selection == null
                ? original
                : length > 0 && (original || selection.ends(sequence, payload, offset, length));
    }

    /** Writes the subscriber's header of a packet of the source; returns its length. */
    int writeHeader(MemorySegment to, long at, long sequence, long timestamp, boolean marker, boolean padded) {
        MemorySegment.copy(header, ValueLayout.JAVA_BYTE, 0, to, ValueLayout.JAVA_BYTE, at, headerLength);
        RtpHeader.sequenceNumber(to, at, (int) numbering.outSequence(sequence) & 0xFFFF);
        RtpHeader.timestamp(to, at, numbering.outTimestamp(timestamp));
        if (marker) {
            RtpHeader.marker(to, at, true);
        }
        if (padded) {
            NetworkBytes.putU8(to, at, NetworkBytes.u8(to, at) | PADDED);
        }
        return headerLength;
    }

    /** Writes the header of a retransmission of nothing, to be followed by padding; returns its length. */
    int writePaddingHeader(MemorySegment to, long at) {
        MemorySegment.copy(header, ValueLayout.JAVA_BYTE, 0, to, ValueLayout.JAVA_BYTE, at, headerLength);
        RtpHeader.timestamp(to, at, out.highestTimestamp());
        NetworkBytes.putU8(to, at, NetworkBytes.u8(to, at) | PADDED);
        makeRetransmission(to, at);
        return headerLength;
    }

    /** Turns a header that {@link #writeHeader} wrote into that of a retransmission (RFC 4588 section 4). */
    void makeRetransmission(MemorySegment to, long at) {
        RtpHeader.payloadType(to, at, description.rtxPayloadType());
        RtpHeader.ssrc(to, at, description.rtxSsrc());
        RtpHeader.sequenceNumber(to, at, out.nextRtxSequence());
    }

    void sent(long sequence, long timestamp, int payloadLength, long nowNanos) {
        out.sent(numbering.outSequence(sequence), numbering.outTimestamp(timestamp), payloadLength, nowNanos);
        repeats.forwarded(payloadLength);
    }

    boolean retransmits() {
        return description.rtxPayloadType() >= 0 && description.rtxSsrc() >= 0;
    }
}
