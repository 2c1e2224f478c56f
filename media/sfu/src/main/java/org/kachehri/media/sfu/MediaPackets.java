package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.SrtpReceiver;

/**
 * The way of an RTP packet: opened once, recognised, counted as seen, heard by the tap, kept for retransmission, and noted for every
 * subscriber; {@link #forward} then sends what the whole receive batch noted. Not thread-safe.
 */
final class MediaPackets {
    /** The original sequence number that begins the payload of a retransmission (RFC 4588 section 4). */
    private static final int ORIGINAL_SEQUENCE_LENGTH = 2;

    private final OpenedBatch opened;
    private final Pacing pacing;
    private final Reports reports;
    private final OutArena out;
    private final ShardCounters counters;
    private final Deadline deadline;
    private TransportState[] touched = new TransportState[16];
    private int touchedCount;

    MediaPackets(Pacing pacing, Reports reports, OutArena out, ShardCounters counters, Deadline deadline, Arena arena) {
        this.pacing = pacing;
        this.reports = reports;
        this.out = out;
        this.counters = counters;
        this.deadline = deadline;
        opened = new OpenedBatch(arena);
    }

    /** Forgets what a batch noted whose handling was broken off by an exception: a bug may cost a batch, not the reception. */
    void begin() {
        pacing.beginTurn();
        for (int t = 0; t < touchedCount; t++) {
            touched[t].pending = 0;
            touched[t] = null;
        }
        touchedCount = 0;
    }

    /**
     * Datagram {@code i} of the batch, which came from this transport.
     *
     * @return whether it was authentic
     */
    boolean received(long nowNanos, Batch batch, int i, TransportState transport) {
        int length =
                transport.receiver.open(batch.bytes, batch.offset(i), batch.length[i], opened.bytes, opened.offset(i));
        if (length < 0) {
            counters.count(refusal(length));
            return false;
        }
        long offset = opened.offset(i);
        int headerLength = RtpHeader.length(opened.bytes, offset, length);
        int padding = RtpHeader.paddingLength(opened.bytes, offset, length, headerLength);
        if (padding < 0) {
            counters.count(Reason.DROPPED_RTP_MALFORMED);
            return true;
        }
        arrived(nowNanos, transport, offset, length);
        Layer layer = layerOf(nowNanos, transport, offset, length);
        if (layer == null) {
            counters.count(Reason.DROPPED_RTP_UNKNOWN_SOURCE);
            return true;
        }
        boolean retransmission = RtpHeader.ssrc(opened.bytes, offset) == layer.rtxSsrc;
        if (retransmission) {
            if (length - headerLength - padding < ORIGINAL_SEQUENCE_LENGTH || layer.ssrc < 0) {
                // Chromium probes the line with empty retransmissions.
                counters.count(Reason.DROPPED_RTX_EMPTY);
                return true;
            }
            offset = unwrap(layer, offset, headerLength);
            length -= ORIGINAL_SEQUENCE_LENGTH;
        }
        accept(nowNanos, i, layer, offset, length, headerLength, padding, retransmission);
        return true;
    }

    /** The sender of this transport hears when which of its packets arrived, probes and repairs included. */
    private void arrived(long nowNanos, TransportState transport, long offset, int length) {
        if (transport.feedback == null) {
            return;
        }
        long element = HeaderExtensions.find(opened.bytes, offset, length, transport.transportWideExtension);
        if (element != HeaderExtensions.NONE && HeaderExtensions.valueLength(element) >= 2) {
            int number = NetworkBytes.u16(opened.bytes, HeaderExtensions.valueOffset(offset, element));
            transport.feedbackSsrc = RtpHeader.ssrc(opened.bytes, offset);
            transport.feedback.received(number, RtpHeader.marker(opened.bytes, offset), nowNanos);
            deadline.lower(transport, transport.feedback.deadlineNanos());
        }
    }

    private static Reason refusal(int reason) {
        return switch (reason) {
            case SrtpReceiver.FORGED -> Reason.DROPPED_SRTP_AUTHENTICATION;
            case SrtpReceiver.REPLAYED, SrtpReceiver.TOO_OLD -> Reason.DROPPED_SRTP_REPLAY;
            case SrtpReceiver.MALFORMED -> Reason.DROPPED_RTP_MALFORMED;
            default -> Reason.DROPPED_SRTP_OTHER;
        };
    }

    /** Turns a retransmission into the packet it repeats; returns where that begins. */
    private long unwrap(Layer layer, long offset, int headerLength) {
        MemorySegment bytes = opened.bytes;
        int original = NetworkBytes.u16(bytes, offset + headerLength);
        long shifted = offset + ORIGINAL_SEQUENCE_LENGTH;
        MemorySegment.copy(bytes, offset, bytes, shifted, headerLength);
        RtpHeader.sequenceNumber(bytes, shifted, original);
        RtpHeader.ssrc(bytes, shifted, layer.ssrc);
        RtpHeader.payloadType(bytes, shifted, layer.source.description.payloadType());
        return shifted;
    }

    private void accept(
            long nowNanos,
            int i,
            Layer layer,
            long offset,
            int length,
            int headerLength,
            int padding,
            boolean retransmission) {
        MemorySegment bytes = opened.bytes;
        int sequenceNumber = RtpHeader.sequenceNumber(bytes, offset);
        if (retransmission && !layer.sequences.started()) {
            counters.count(Reason.DROPPED_TOO_OLD);
            return;
        }
        long sequence = retransmission ? layer.sequences.peek(sequenceNumber) : layer.sequences.extend(sequenceNumber);
        long timestamp = RtpHeader.timestamp(bytes, offset);
        switch (layer.window.mark(sequence)) {
            case SEEN -> counters.count(Reason.DROPPED_DUPLICATE);
            case TOO_OLD -> counters.count(Reason.DROPPED_TOO_OLD);
            case NEW -> {
                boolean repaired = layer.nacks.arrived(sequence, nowNanos) || retransmission;
                layer.statistics.received(sequence, timestamp, nowNanos, repaired);
                if (repaired) {
                    counters.count(Reason.REPAIRED);
                }
                if (open(layer, sequence, offset)) {
                    take(nowNanos, i, layer, sequence, offset, length, headerLength, padding, repaired);
                }
                deadline.lower(layer.source.transport, layer.nacks.deadlineNanos());
            }
        }
    }

    /** Whether what the source sends may be heard and forwarded now. */
    private boolean open(Layer layer, long sequence, long offset) {
        if (!layer.source.room.forwarding) {
            counters.count(Reason.DROPPED_PAUSED);
            layer.nacks.clear();
        } else if (layer.source.muted) {
            counters.count(Reason.DROPPED_MUTED);
            layer.nacks.clear();
        } else if (sequence < layer.barrier) {
            counters.count(Reason.DROPPED_BEFORE_RESUME);
        } else if (!layer.source.description.carries(RtpHeader.payloadType(opened.bytes, offset))) {
            counters.count(Reason.DROPPED_RTP_PAYLOAD_TYPE);
        } else {
            return true;
        }
        return false;
    }

    private void take(
            long nowNanos,
            int i,
            Layer layer,
            long sequence,
            long offset,
            int length,
            int headerLength,
            int padding,
            boolean repaired) {
        MemorySegment bytes = opened.bytes;
        Source source = layer.source;
        PacketTap tap = source.room.tap;
        if (tap != null) {
            counters.count(Reason.TAPPED);
            tap.rtp(nowNanos, layer.described.id(), layer.described, bytes, offset, length, repaired);
        }
        long payload = offset + headerLength;
        int payloadLength = length - headerLength - padding;
        int redundancy = redundancy(source, offset, payload, payloadLength);
        if (redundancy < 0) {
            counters.count(Reason.DROPPED_RED_MALFORMED);
            return;
        }
        source.qualityOf(layer, bytes, payload, payloadLength).activity.received(length, redundancy);
        if (source.voice != DominantSpeaker.NONE) {
            loudness(nowNanos, source, offset, length);
        }
        boolean keyframe =
                layer.keyframesVisible() && Keyframes.begins(source.description.codec(), bytes, payload, payloadLength);
        if (keyframe) {
            source.keyframe(layer, bytes, payload, payloadLength);
            if (tap == null) {
                // A recording wants the frames before the key frame, too; a viewer can't use them any more.
                layer.nacks.forgetBefore(sequence);
            }
        }
        if (source.subscriptionCount() == 0) {
            return;
        }
        opened.layer[i] = layer;
        opened.sequence[i] = sequence;
        opened.timestamp[i] = RtpHeader.timestamp(bytes, offset);
        opened.marker[i] = RtpHeader.marker(bytes, offset);
        opened.payloadOffset[i] = payload;
        opened.payloadLength[i] = payloadLength;
        opened.redundancy[i] = redundancy;
        layer.cache.store(
                nowNanos,
                sequence,
                opened.timestamp[i],
                opened.marker[i],
                bytes,
                payload + redundancy,
                payloadLength - redundancy);
        for (int s = 0; s < source.subscriptionCount(); s++) {
            note(nowNanos, source.subscription(s), i, keyframe);
        }
    }

    /** Bytes before the primary block, 0 for a packet without blocks, negative if they don't add up to the source's codec. */
    private int redundancy(Source source, long offset, long payload, int payloadLength) {
        if (RtpHeader.payloadType(opened.bytes, offset) != source.description.redPayloadType()) {
            return 0;
        }
        long primary = OpusRed.primary(opened.bytes, payload, payloadLength);
        return primary == OpusRed.NONE || OpusRed.payloadType(primary) != source.description.payloadType()
                ? OpusRed.NONE
                : (int) OpusRed.dataOffset(0, primary);
    }

    private void loudness(long nowNanos, Source source, long offset, int length) {
        long element = HeaderExtensions.find(
                opened.bytes, offset, length, source.description.extensions().audioLevel());
        if (element == HeaderExtensions.NONE) {
            return;
        }
        int level = HeaderExtensions.audioLevel(opened.bytes, offset, element);
        if (level != HeaderExtensions.NO_LEVEL) {
            source.room.voices.level(source, level, nowNanos);
            deadline.lower(source.room.voices.deadlineNanos());
        }
    }

    private void note(long nowNanos, Subscription subscription, int i, boolean keyframe) {
        TransportState to = subscription.transport;
        if (!to.ready()) {
            counters.count(Reason.DROPPED_SUBSCRIBER_NOT_READY);
            return;
        }
        if (to.pending > 0 && subscription.begins(opened.layer[i], keyframe)) {
            // What this batch already noted is numbered the old way.
            forward(nowNanos);
        }
        if (!subscription.admits(opened, i, keyframe, nowNanos, counters)) {
            return;
        }
        if (to.pending == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
            }
            touched[touchedCount++] = to;
        }
        to.pendingSubscription[to.pending] = subscription;
        to.pendingPacket[to.pending] = i;
        to.pending++;
    }

    /** Sends what the batch noted, a train or a few for each subscriber. */
    void forward(long nowNanos) {
        for (int t = 0; t < touchedCount; t++) {
            TransportState transport = touched[t];
            int pending = transport.pending;
            pacing.send(transport, opened, nowNanos);
            for (int p = 0; p < pending; p++) {
                reports.firstSenderReport(nowNanos, transport.pendingSubscription[p]);
                transport.pendingSubscription[p] = null;
            }
            touched[t] = null;
        }
        touchedCount = 0;
    }

    /** Whose packet it is: by SSRC, else by its MID and RID, else by a payload type that only one source of the transport uses. */
    private Layer layerOf(long nowNanos, TransportState transport, long offset, int length) {
        long ssrc = RtpHeader.ssrc(opened.bytes, offset);
        Layer known = transport.layerBySsrc.find(ssrc);
        if (known != null) {
            if (ssrc == known.ssrc && !known.sequences.started()) {
                started(known);
            }
            return known;
        }
        int payloadType = RtpHeader.payloadType(opened.bytes, offset);
        Source source = null;
        for (int i = 0; i < transport.sources.size(); i++) {
            Source candidate = transport.sources.get(i);
            SourceDescription description = candidate.description;
            if (description.carries(payloadType) || payloadType == description.rtxPayloadType()) {
                if (carries(description.extensions().mid(), description.mid(), offset, length)) {
                    source = candidate;
                    break;
                }
            }
        }
        if (source == null) {
            source = onlyOneOf(transport, payloadType);
        }
        Layer found = source == null ? null : layerOf(source, payloadType, offset, length);
        if (found != null) {
            learn(nowNanos, transport, found, ssrc, payloadType);
        }
        return found;
    }

    private Layer layerOf(Source source, int payloadType, long offset, int length) {
        ExtensionIds extensions = source.description.extensions();
        boolean media = source.description.carries(payloadType);
        for (Layer layer : source.layers) {
            if (layer.rid.isEmpty()
                    || carries(media ? extensions.rid() : extensions.repairedRid(), layer.rid, offset, length)) {
                return layer;
            }
        }
        return null;
    }

    private static Source onlyOneOf(TransportState transport, int payloadType) {
        Source only = null;
        for (int i = 0; i < transport.sources.size(); i++) {
            Source candidate = transport.sources.get(i);
            boolean media = candidate.description.carries(payloadType);
            if (media || payloadType == candidate.description.rtxPayloadType()) {
                Layer layer = candidate.layers[0];
                if (only != null || layer.rid.isEmpty() && (media ? layer.ssrc : layer.rtxSsrc) >= 0) {
                    return null;
                }
                only = candidate;
            }
        }
        return only;
    }

    /** Whether the packet carries this text in the header extension with this id. */
    private boolean carries(int id, String text, long offset, int length) {
        if (id < 1) {
            return false;
        }
        long element = HeaderExtensions.find(opened.bytes, offset, length, id);
        if (element == HeaderExtensions.NONE || text.length() != HeaderExtensions.valueLength(element)) {
            return false;
        }
        long value = HeaderExtensions.valueOffset(offset, element);
        for (int i = 0; i < text.length(); i++) {
            if (NetworkBytes.u8(opened.bytes, value + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void learn(long nowNanos, TransportState transport, Layer layer, long ssrc, int payloadType) {
        if (layer.source.description.carries(payloadType)) {
            if (layer.ssrc >= 0) {
                transport.layerBySsrc.remove(layer.ssrc);
                // What this batch already noted is numbered the old way.
                forward(nowNanos);
                layer.source.renumber(layer);
            }
            layer.ssrc = ssrc;
            started(layer);
        } else {
            if (layer.rtxSsrc >= 0) {
                transport.layerBySsrc.remove(layer.rtxSsrc);
            }
            layer.rtxSsrc = ssrc;
        }
        transport.layerBySsrc.put(ssrc, layer);
    }

    private void started(Layer layer) {
        out.effects.emit(new ShardEvent.SourceStarted(layer.source.room.name, layer.described.id(), layer.ssrc));
    }
}
