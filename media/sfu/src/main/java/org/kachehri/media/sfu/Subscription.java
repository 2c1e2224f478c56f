package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;

/**
 * One source as one subscriber gets it: which packets it gets and under which SSRC, sequence number, timestamp, payload type and MID.
 * Numbers of the source plus a constant, so that loss stays visible and repairs find their place; the constant changes only where
 * forwarding begins anew (subscription, mute, pause, a new SSRC of the publisher). Not thread-safe.
 */
final class Subscription {
    /** A repeated request within this or the round trip is the same request again. */
    private static final long MIN_REPEAT_NANOS = 20_000_000L;

    /** Retransmissions remembered against repetition: at 5 % loss the last 20 s of a 2.5 Mbit/s source. */
    private static final int REMEMBERED = 256;

    /** 10 % of what was forwarded may be retransmitted; 64 KiB more carry a burst of 50 packets on a young stream. */
    private static final int BUDGET_SHARE = 10;

    private static final long MAX_BUDGET_BYTES = 64 << 10;

    private static final int BLOCK_HEADER_LENGTH = 4;

    /** A receiver's report may echo the report before the last when the two cross on the line; four also bear a lost one. */
    private static final int REPORTS = 4;

    final SubscriptionDescription description;
    final TransportState transport;
    final OutgoingStream out;

    /** Null until it is published. */
    Source source;

    private final MemorySegment header;
    private final int headerLength;
    private final long[] repeatedSequence = new long[REMEMBERED];
    private final long[] repeatedNanos = new long[REMEMBERED];
    private long budgetBytes = MAX_BUDGET_BYTES;
    private boolean running;
    private boolean timestampsKnown;
    private long startSequence;
    private long sequenceDelta;
    private long timestampDelta;
    private final long[] reportedNtp = new long[REPORTS];
    private final long[] reportedNanos = new long[REPORTS];
    private int reports;

    Subscription(SubscriptionDescription description, TransportState transport, OutgoingStream out) {
        this.description = description;
        this.transport = transport;
        this.out = out;
        Arrays.fill(repeatedSequence, -1);
        header = Arena.ofAuto()
                .allocate(RtpHeader.MIN_LENGTH + BLOCK_HEADER_LENGTH + 1 + HeaderExtensions.MAX_VALUE_LENGTH + 3, 8);
        headerLength = writeHeaderTemplate();
    }

    private int writeHeaderTemplate() {
        RtpHeader.write(header, 0, description.payloadType(), false, 0, 0, description.ssrc());
        byte[] mid = description.mid().getBytes(StandardCharsets.US_ASCII);
        int id = description.midExtension();
        if (id < 1
                || id > HeaderExtensions.MAX_ID
                || mid.length < 1
                || mid.length > HeaderExtensions.MAX_VALUE_LENGTH) {
            return RtpHeader.MIN_LENGTH;
        }
        long at = RtpHeader.MIN_LENGTH + BLOCK_HEADER_LENGTH;
        NetworkBytes.putU8(header, at, id << 4 | mid.length - 1);
        MemorySegment.copy(mid, 0, header, ValueLayout.JAVA_BYTE, at + 1, mid.length);
        return (int) HeaderExtensions.closeBlock(header, 0, RtpHeader.MIN_LENGTH, at + 1 + mid.length);
    }

    /** Bytes of every header that {@link #writeHeader} writes. */
    int headerLength() {
        return headerLength;
    }

    /** Attaches a source, or another incarnation of it. */
    void attach(Source published) {
        source = published;
        restart();
    }

    void detach() {
        source = null;
        running = false;
    }

    /** The publisher numbers anew. */
    void restart() {
        running = false;
        timestampsKnown = false;
    }

    /** Forwarding pauses; numbers go on without a hole afterwards. */
    void pause() {
        running = false;
    }

    /** Whether it begins only with a key frame that it hasn't got yet. */
    boolean waitsForKeyframe() {
        return source != null && !running && source.keyframesVisible();
    }

    /** Whether this packet of the source is for this subscriber; fixes the numbering where forwarding begins. */
    boolean admits(long sequence, long timestamp, boolean keyframeStart, long nowNanos, ShardCounters counters) {
        if (!running) {
            if (source.keyframesVisible() && !keyframeStart) {
                counters.count(ShardCounters.Reason.DROPPED_WAITING_FOR_KEYFRAME);
                return false;
            }
            running = true;
            startSequence = sequence;
            sequenceDelta = out.highest + 1 - sequence;
            if (!timestampsKnown) {
                timestampDelta =
                        out.timestampDelta(timestamp, source.description.codec().clockRate(), nowNanos);
                timestampsKnown = true;
            }
        }
        if (sequence < startSequence) {
            counters.count(ShardCounters.Reason.DROPPED_BEFORE_START);
            return false;
        }
        if (outSequence(sequence) < out.highest) {
            // Our own repair from upstream: the subscriber's request for it, already on its way, is answered by this.
            rememberRepeated(sequence, nowNanos);
        }
        return true;
    }

    /** Writes the subscriber's header of a packet of the source; returns its length. */
    int writeHeader(MemorySegment to, long at, long sequence, long timestamp, boolean marker, boolean padded) {
        MemorySegment.copy(header, ValueLayout.JAVA_BYTE, 0, to, ValueLayout.JAVA_BYTE, at, headerLength);
        RtpHeader.sequenceNumber(to, at, (int) outSequence(sequence) & 0xFFFF);
        RtpHeader.timestamp(to, at, outTimestamp(timestamp));
        if (marker) {
            RtpHeader.marker(to, at, true);
        }
        if (padded) {
            NetworkBytes.putU8(to, at, NetworkBytes.u8(to, at) | 0x20);
        }
        return headerLength;
    }

    /** Turns a header that {@link #writeHeader} wrote into that of a retransmission (RFC 4588 section 4). */
    void makeRetransmission(MemorySegment to, long at) {
        RtpHeader.payloadType(to, at, description.rtxPayloadType());
        RtpHeader.ssrc(to, at, description.rtxSsrc());
        RtpHeader.sequenceNumber(to, at, out.nextRtxSequence());
    }

    void sent(long sequence, long timestamp, int payloadLength, long nowNanos) {
        out.sent(outSequence(sequence), outTimestamp(timestamp), payloadLength, nowNanos);
        budgetBytes = Math.min(MAX_BUDGET_BYTES, budgetBytes + payloadLength / BUDGET_SHARE);
    }

    long outSequence(long sequence) {
        return sequence + sequenceDelta;
    }

    long outTimestamp(long timestamp) {
        return timestamp + timestampDelta & 0xFFFF_FFFFL;
    }

    /** The source's number of one of ours, or -1 for one from before the present beginning. */
    long sourceSequence(long outSequence) {
        long sequence = outSequence - sequenceDelta;
        return running && sequence >= startSequence ? sequence : -1;
    }

    boolean started() {
        return running;
    }

    boolean retransmits() {
        return description.rtxPayloadType() >= 0 && description.rtxSsrc() >= 0;
    }

    /** Whether this packet was sent again, or for the first time but late, less than a round trip ago. */
    boolean repeatedJustNow(long sequence, long nowNanos) {
        int i = (int) sequence & (REMEMBERED - 1);
        return repeatedSequence[i] == sequence
                && nowNanos - repeatedNanos[i] < Math.max(MIN_REPEAT_NANOS, transport.roundTripNanos);
    }

    void rememberRepeated(long sequence, long nowNanos) {
        int i = (int) sequence & (REMEMBERED - 1);
        repeatedSequence[i] = sequence;
        repeatedNanos[i] = nowNanos;
    }

    /** A sender report left. */
    void reported(long ntp, long nowNanos) {
        int i = reports++ & (REPORTS - 1);
        reportedNtp[i] = ntp >>> 16 & 0xFFFF_FFFFL;
        reportedNanos[i] = nowNanos;
    }

    boolean everReported() {
        return reports > 0;
    }

    /** When the report with this compact NTP time left, or -1. */
    long reportedNanos(long compactNtp) {
        for (int i = 0; i < Math.min(reports, REPORTS); i++) {
            if (reportedNtp[i] == compactNtp) {
                return reportedNanos[i];
            }
        }
        return -1;
    }

    /** Takes the bytes of a retransmission from the budget; false if it is used up. */
    boolean spend(int bytes) {
        if (budgetBytes < bytes) {
            return false;
        }
        budgetBytes -= bytes;
        return true;
    }
}
