package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.Vp8Payload;
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
    private final TrainBuilder trains;
    private final Reports reports;
    private final OutArena out;
    private final ShardCounters counters;
    private final Deadline deadline;
    private TransportState[] touched = new TransportState[16];
    private int touchedCount;

    MediaPackets(
            TrainBuilder trains,
            Reports reports,
            OutArena out,
            ShardCounters counters,
            Deadline deadline,
            Arena arena) {
        this.trains = trains;
        this.reports = reports;
        this.out = out;
        this.counters = counters;
        this.deadline = deadline;
        opened = new OpenedBatch(arena);
    }

    /** Forgets what a batch noted whose handling was broken off by an exception: a bug may cost a batch, not the reception. */
    void begin() {
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
        Source source = sourceOf(nowNanos, transport, offset, length);
        if (source == null) {
            counters.count(Reason.DROPPED_RTP_UNKNOWN_SOURCE);
            return true;
        }
        boolean retransmission = RtpHeader.ssrc(opened.bytes, offset) == source.rtxSsrc;
        if (retransmission) {
            if (length - headerLength - padding < ORIGINAL_SEQUENCE_LENGTH || source.ssrc < 0) {
                // Chromium probes the line with empty retransmissions.
                counters.count(Reason.DROPPED_RTX_EMPTY);
                return true;
            }
            offset = unwrap(source, offset, headerLength);
            length -= ORIGINAL_SEQUENCE_LENGTH;
        }
        accept(nowNanos, i, source, offset, length, headerLength, padding, retransmission);
        return true;
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
    private long unwrap(Source source, long offset, int headerLength) {
        MemorySegment bytes = opened.bytes;
        int original = NetworkBytes.u16(bytes, offset + headerLength);
        long shifted = offset + ORIGINAL_SEQUENCE_LENGTH;
        MemorySegment.copy(bytes, offset, bytes, shifted, headerLength);
        RtpHeader.sequenceNumber(bytes, shifted, original);
        RtpHeader.ssrc(bytes, shifted, source.ssrc);
        RtpHeader.payloadType(bytes, shifted, source.description.payloadType());
        return shifted;
    }

    private void accept(
            long nowNanos,
            int i,
            Source source,
            long offset,
            int length,
            int headerLength,
            int padding,
            boolean retransmission) {
        MemorySegment bytes = opened.bytes;
        int sequenceNumber = RtpHeader.sequenceNumber(bytes, offset);
        if (retransmission && !source.sequences.started()) {
            counters.count(Reason.DROPPED_TOO_OLD);
            return;
        }
        long sequence =
                retransmission ? source.sequences.peek(sequenceNumber) : source.sequences.extend(sequenceNumber);
        long timestamp = RtpHeader.timestamp(bytes, offset);
        switch (source.window.mark(sequence)) {
            case SEEN -> counters.count(Reason.DROPPED_DUPLICATE);
            case TOO_OLD -> counters.count(Reason.DROPPED_TOO_OLD);
            case NEW -> {
                boolean repaired = source.nacks.arrived(sequence, nowNanos) || retransmission;
                source.statistics.received(sequence, timestamp, nowNanos, repaired);
                if (repaired) {
                    counters.count(Reason.REPAIRED);
                }
                if (open(source, sequence, offset)) {
                    take(nowNanos, i, source, sequence, offset, length, headerLength, padding, repaired);
                }
                deadline.lower(source.nacks.deadlineNanos());
            }
        }
    }

    /** Whether what the source sends may be heard and forwarded now. */
    private boolean open(Source source, long sequence, long offset) {
        if (!source.room.forwarding) {
            counters.count(Reason.DROPPED_PAUSED);
            source.nacks.clear();
        } else if (source.muted) {
            counters.count(Reason.DROPPED_MUTED);
            source.nacks.clear();
        } else if (sequence < source.barrier) {
            counters.count(Reason.DROPPED_BEFORE_RESUME);
        } else if (RtpHeader.payloadType(opened.bytes, offset) != source.description.payloadType()) {
            counters.count(Reason.DROPPED_RTP_PAYLOAD_TYPE);
        } else {
            return true;
        }
        return false;
    }

    private void take(
            long nowNanos,
            int i,
            Source source,
            long sequence,
            long offset,
            int length,
            int headerLength,
            int padding,
            boolean repaired) {
        MemorySegment bytes = opened.bytes;
        PacketTap tap = source.room.tap;
        if (tap != null) {
            counters.count(Reason.TAPPED);
            tap.rtp(nowNanos, source.description.id(), source.description, bytes, offset, length, repaired);
        }
        long payload = offset + headerLength;
        int payloadLength = length - headerLength - padding;
        boolean keyframe = source.keyframesVisible() && Vp8Payload.startsKeyframe(bytes, payload, payloadLength);
        if (keyframe) {
            source.keyframes.keyframe();
            if (tap == null) {
                // A recording wants the frames before the key frame, too; a viewer can't use them any more.
                source.nacks.forgetBefore(sequence);
            }
        }
        if (source.subscriptionCount() == 0) {
            return;
        }
        opened.source[i] = source;
        opened.sequence[i] = sequence;
        opened.timestamp[i] = RtpHeader.timestamp(bytes, offset);
        opened.marker[i] = RtpHeader.marker(bytes, offset);
        opened.payloadOffset[i] = payload;
        opened.payloadLength[i] = payloadLength;
        source.cache.store(nowNanos, sequence, opened.timestamp[i], opened.marker[i], bytes, payload, payloadLength);
        for (int s = 0; s < source.subscriptionCount(); s++) {
            note(nowNanos, source.subscription(s), i, keyframe);
        }
    }

    private void note(long nowNanos, Subscription subscription, int i, boolean keyframe) {
        TransportState to = subscription.transport;
        if (!to.ready()) {
            counters.count(Reason.DROPPED_SUBSCRIBER_NOT_READY);
            return;
        }
        if (!subscription.admits(opened.sequence[i], opened.timestamp[i], keyframe, nowNanos, counters)) {
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
            trains.send(transport, opened, nowNanos);
            for (int p = 0; p < pending; p++) {
                reports.firstSenderReport(nowNanos, transport.pendingSubscription[p]);
                transport.pendingSubscription[p] = null;
            }
            touched[t] = null;
        }
        touchedCount = 0;
    }

    /** Whose packet it is: by SSRC, else by its MID, else by a payload type that only one source of the transport uses. */
    private Source sourceOf(long nowNanos, TransportState transport, long offset, int length) {
        long ssrc = RtpHeader.ssrc(opened.bytes, offset);
        Source known = transport.sourceBySsrc.find(ssrc);
        if (known != null) {
            if (ssrc == known.ssrc && !known.sequences.started()) {
                out.effects.emit(new ShardEvent.SourceStarted(known.room.name, known.description.id(), ssrc));
            }
            return known;
        }
        int payloadType = RtpHeader.payloadType(opened.bytes, offset);
        Source found = null;
        for (int i = 0; i < transport.sources.size(); i++) {
            Source candidate = transport.sources.get(i);
            SourceDescription description = candidate.description;
            if (payloadType == description.payloadType() || payloadType == description.rtxPayloadType()) {
                if (carriesMid(description, offset, length)) {
                    found = candidate;
                    break;
                }
            }
        }
        if (found == null) {
            found = onlyOneOf(transport, payloadType);
        }
        if (found != null) {
            learn(nowNanos, transport, found, ssrc, payloadType);
        }
        return found;
    }

    private Source onlyOneOf(TransportState transport, int payloadType) {
        Source only = null;
        for (int i = 0; i < transport.sources.size(); i++) {
            Source candidate = transport.sources.get(i);
            boolean media = payloadType == candidate.description.payloadType();
            if (media || payloadType == candidate.description.rtxPayloadType()) {
                if (only != null || (media ? candidate.ssrc : candidate.rtxSsrc) >= 0) {
                    return null;
                }
                only = candidate;
            }
        }
        return only;
    }

    private boolean carriesMid(SourceDescription description, long offset, int length) {
        if (description.midExtension() < 1) {
            return false;
        }
        long element = HeaderExtensions.find(opened.bytes, offset, length, description.midExtension());
        if (element == HeaderExtensions.NONE) {
            return false;
        }
        byte[] mid = description.mid().getBytes(StandardCharsets.US_ASCII);
        if (mid.length != HeaderExtensions.valueLength(element)) {
            return false;
        }
        long value = HeaderExtensions.valueOffset(offset, element);
        for (int i = 0; i < mid.length; i++) {
            if (NetworkBytes.u8(opened.bytes, value + i) != mid[i]) {
                return false;
            }
        }
        return true;
    }

    private void learn(long nowNanos, TransportState transport, Source source, long ssrc, int payloadType) {
        if (payloadType == source.description.payloadType()) {
            if (source.ssrc >= 0) {
                transport.sourceBySsrc.remove(source.ssrc);
                // What this batch already noted is numbered the old way.
                forward(nowNanos);
                source.renumber();
            }
            source.ssrc = ssrc;
            out.effects.emit(new ShardEvent.SourceStarted(source.room.name, source.description.id(), ssrc));
        } else {
            if (source.rtxSsrc >= 0) {
                transport.sourceBySsrc.remove(source.rtxSsrc);
            }
            source.rtxSsrc = ssrc;
        }
        transport.sourceBySsrc.put(ssrc, source);
    }
}
