package org.kachehri.media.simulation;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.KeyframeRequest;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.ReportBlock;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SequenceExtender;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.media.rtp.Vp9Payload;
import org.kachehri.media.sfu.SubscriptionDescription;

/** What a subscriber hears of one source: asks for what is missing and checks that every packet is the one it should be. */
final class HeardStream {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FIRST_WAIT_NANOS = 20_000_000L;
    private static final long REPEAT_NANOS = 60_000_000L;
    private static final int MAX_TRIES = 10;
    private static final int WINDOW = 4096;

    final SubscriptionDescription description;
    private final SimulatedPeer peer;
    private final Codec codec;
    private final SequenceExtender sequences = new SequenceExtender();
    private final long[] seen = new long[WINDOW];
    private final long[] missing = new long[WINDOW];
    private final long[] askNanos = new long[WINDOW];
    private final int[] tries = new int[WINDOW];
    private int missingCount;
    private final int[] ask = new int[WINDOW];

    long first = -1;
    long packets;
    long repaired;
    long duplicates;
    long keyframes;
    long restarts;

    /** Of its last key frame. */
    int height;

    long pictureJumps;
    long timeSteps;
    private int lastPicture = -1;
    long padded;

    /** Packets with redundancy, and blocks in them that weren't what they should be. */
    long redundant;

    long wrongBlocks;

    /** By sequence number from the first on, what was heard in its own packet or in a later one. */
    private final BitSet voiced = new BitSet();

    long wrongMid;
    long goodbyes;
    long firstNumber = -1;
    long lastNumber = -1;
    long lastTimestamp;
    long reportCount;
    long reportNtp;
    long reportTimestamp;
    private long reportNanos;
    private long lastSequence = -1;
    private long numberDelta;
    private boolean deltaKnown;

    /** Null until somebody wants to know what a decoder would say. */
    SeenPictures pictures;

    HeardStream(SimulatedPeer peer, SubscriptionDescription description, Codec codec) {
        this.peer = peer;
        this.codec = codec;
        this.description = description;
        peer.heard.add(this);
    }

    /** Came on the first try, ever and at the last report; where numbers were then. */
    private long firstTries;

    private long firstTriesReported;
    private long highestReported = -1;

    boolean started() {
        return first >= 0;
    }

    /** Packets between the first and the last heard that never came. */
    long gaps() {
        return missingCount;
    }

    long highest() {
        return sequences.highest();
    }

    void received(long nowNanos, MemorySegment packet, int length, boolean retransmission) {
        int header = RtpHeader.length(packet, 0, length);
        int padding = RtpHeader.paddingLength(packet, 0, length, header);
        padded += padding;
        if (retransmission) {
            if (!sequences.started() || header + padding == length) {
                return;
            }
            long original = sequences.peek(NetworkBytes.u16(packet, header));
            if (take(nowNanos, original, packet, header + 2, length - header - 2 - padding)) {
                repaired++;
            }
            return;
        }
        firstTries++;
        checkMid(packet, length);
        long sequence = sequences.extend(RtpHeader.sequenceNumber(packet, 0));
        checkTime(sequence, RtpHeader.timestamp(packet, 0));
        int payloadLength = length - header - padding;
        if (RtpHeader.payloadType(packet, 0) != description.redPayloadType()) {
            take(nowNanos, sequence, packet, header, payloadLength);
            voiced(sequence);
            return;
        }
        redundant++;
        int blocks = OpusRed.blocks(packet, header, payloadLength);
        long primary = OpusRed.primary(packet, header, payloadLength);
        take(nowNanos, sequence, packet, OpusRed.dataOffset(header, primary), OpusRed.dataLength(primary));
        for (int back = 0; back < blocks; back++) {
            long block = OpusRed.block(packet, header, payloadLength, blocks - 1 - back);
            int last = NetworkBytes.u8(packet, OpusRed.dataOffset(header, block) + OpusRed.dataLength(block) - 1);
            boolean right = (int) (sequence - back + numberDelta & 0xFF) == last
                    && OpusRed.payloadType(block) == description.payloadType();
            wrongBlocks += right ? 0 : 1;
            voiced(sequence - back);
        }
    }

    private void voiced(long sequence) {
        if (sequence >= first) {
            voiced.set((int) (sequence - first));
        }
    }

    /** Packets between the first and the last whose sound never came, in no way. */
    long audibleGaps() {
        return voiced.length() - voiced.cardinality();
    }

    private void checkMid(MemorySegment packet, int length) {
        long element = HeaderExtensions.find(
                packet, 0, length, description.extensions().mid());
        String mid = description.mid();
        boolean right = element != HeaderExtensions.NONE && HeaderExtensions.valueLength(element) == mid.length();
        for (int i = 0; right && i < mid.length(); i++) {
            right = NetworkBytes.u8(packet, HeaderExtensions.valueOffset(0, element) + i) == mid.charAt(i);
        }
        wrongMid += right ? 0 : 1;
    }

    private boolean take(long nowNanos, long sequence, MemorySegment packet, long payload, int payloadLength) {
        if (first < 0) {
            first = sequence;
            seen[(int) sequence & WINDOW - 1] = sequence;
        } else if (sequence < first || seen[(int) sequence & WINDOW - 1] == sequence) {
            duplicates++;
            return false;
        }
        long highestBefore = lastSequence;
        if (highestBefore >= 0 && sequence > highestBefore + 1) {
            for (long lost = highestBefore + 1; lost < sequence && missingCount < WINDOW; lost++) {
                missing[missingCount] = lost;
                tries[missingCount] = 0;
                askNanos[missingCount++] = nowNanos + FIRST_WAIT_NANOS;
            }
        } else if (sequence < highestBefore) {
            found(sequence);
        }
        lastSequence = Math.max(lastSequence, sequence);
        seen[(int) sequence & WINDOW - 1] = sequence;
        packets++;
        boolean empty = payloadLength == 0;
        if (pictures != null) {
            long timestamp = RtpHeader.timestamp(packet, 0);
            boolean marker = RtpHeader.marker(packet, 0);
            pictures.packet(sequence, empty ? null : EncodedPicture.read(packet, payload, timestamp, marker));
        }
        if (empty) {
            return true;
        }
        if (Keyframes.begins(codec, packet, payload, payloadLength)) {
            keyframes++;
            height = Keyframes.height(codec, packet, payload, payloadLength, 0);
        }
        checkPicture(sequence == lastSequence, pictureId(packet, payload, payloadLength));
        if (payloadLength > SentStream.NUMBER_OFFSET + Long.BYTES) {
            checkNumber(sequence, NetworkBytes.i64(packet, payload + SentStream.NUMBER_OFFSET));
        }
        return true;
    }

    private int pictureId(MemorySegment packet, long payload, int length) {
        return switch (codec.name()) {
            case "VP8" -> Vp8Payload.pictureId(packet, payload, length);
            case "VP9" -> Vp9Payload.pictureId(packet, payload, length);
            default -> Vp8Payload.NONE;
        };
    }

    /** Time goes forward, and never by more than ten seconds: no player waits for that. */
    private void checkTime(long sequence, long timestamp) {
        if (lastSequence >= 0 && sequence > lastSequence) {
            int step = (int) (timestamp - lastTimestamp);
            timeSteps += step < 0 || step > 900_000 ? 1 : 0;
        }
        lastTimestamp = timestamp;
    }

    /** Pictures are counted without a hole: a decoder takes one for a loss. */
    private void checkPicture(boolean inOrder, int picture) {
        if (picture == Vp8Payload.NONE || !inOrder) {
            return;
        }
        int step = picture - lastPicture & 0x7FFF;
        pictureJumps += lastPicture >= 0 && step > 1 ? 1 : 0;
        lastPicture = picture;
    }

    private void checkNumber(long sequence, long number) {
        if (!deltaKnown || number - sequence != numberDelta) {
            restarts += deltaKnown ? 1 : 0;
            deltaKnown = true;
            numberDelta = number - sequence;
        }
        firstNumber = firstNumber < 0 ? number : firstNumber;
        lastNumber = Math.max(lastNumber, number);
    }

    private void found(long sequence) {
        for (int i = 0; i < missingCount; i++) {
            if (missing[i] == sequence) {
                missingCount--;
                System.arraycopy(missing, i + 1, missing, i, missingCount - i);
                System.arraycopy(askNanos, i + 1, askNanos, i, missingCount - i);
                System.arraycopy(tries, i + 1, tries, i, missingCount - i);
                return;
            }
        }
    }

    long nextNanos() {
        long next = Long.MAX_VALUE;
        if (description.rtxPayloadType() >= 0) {
            for (int i = 0; i < missingCount; i++) {
                next = Math.min(next, tries[i] < MAX_TRIES ? askNanos[i] : Long.MAX_VALUE);
            }
        }
        return next;
    }

    void tick(long nowNanos) {
        if (description.rtxPayloadType() < 0) {
            return;
        }
        int count = 0;
        for (int i = 0; i < missingCount && count < 100; i++) {
            if (askNanos[i] <= nowNanos && tries[i] < MAX_TRIES) {
                tries[i]++;
                askNanos[i] = nowNanos + REPEAT_NANOS;
                ask[count++] = (int) missing[i] & 0xFFFF;
            }
        }
        if (count > 0) {
            MemorySegment out = peer.scratch();
            int length = Rtcp.writeReceiverReport(out, 0, peer.reportSsrc, 0);
            length += Nack.write(out, length, peer.reportSsrc, description.ssrc(), ask, count);
            peer.sendRtcp(out, length);
        }
    }

    void requestKeyframe() {
        MemorySegment out = peer.scratch();
        int length = Rtcp.writeReceiverReport(out, 0, peer.reportSsrc, 0);
        length += KeyframeRequest.writePictureLoss(out, length, peer.reportSsrc, description.ssrc());
        peer.sendRtcp(out, length);
    }

    void reported(long nowNanos, long ntp, long rtpTimestamp) {
        reportCount++;
        reportNtp = ntp;
        reportTimestamp = rtpTimestamp;
        reportNanos = nowNanos;
    }

    void writeBlock(long nowNanos, MemorySegment out, long at) {
        long delay = reportCount == 0 ? 0 : (nowNanos - reportNanos) * 65_536 / SECOND_NANOS;
        long echoed = reportCount == 0 ? 0 : reportNtp >>> 16 & 0xFFFF_FFFFL;
        long highest = sequences.highest();
        long expected = highestReported < 0 ? 0 : highest - highestReported;
        long lost = Math.max(0, expected - (firstTries - firstTriesReported));
        int fraction = expected == 0 ? 0 : (int) Math.min(255, 256 * lost / expected);
        highestReported = highest;
        firstTriesReported = firstTries;
        ReportBlock.write(out, at, description.ssrc(), fraction, 0, highest & 0xFFFF_FFFFL, 0, echoed, delay);
    }
}
