package org.kachehri.tests.fuzz;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kachehri.media.rtp.KeyframeRequest;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.ReportBlock;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.rtp.TransportFeedback;

/** Any bytes as an RTCP compound with all that we read from one; NACKs and transport-wide feedback written and read again. */
final class RtcpCompounds {
    /** A power of two, as the writer wants; more packets than a second has. */
    private static final int ARRIVALS = 4096;

    private static final int ROOM = 1 << 16;

    private RtcpCompounds() {}

    static void check(byte[] input) {
        Bytes.readEverywhere(input, RtcpCompounds::read);
    }

    private static List<Object> read(MemorySegment compound, long offset, int length) {
        List<Object> told = new ArrayList<>();
        if (Rtcp.wellFormed(compound, offset, length)) {
            for (long at = offset; at < offset + length; at += Rtcp.packetLength(compound, at)) {
                told.add(Rtcp.type(compound, at));
                told.add(Rtcp.count(compound, at));
                packet(compound, at, told);
            }
        }
        return told;
    }

    private static void packet(MemorySegment compound, long at, List<Object> told) {
        int count = Rtcp.count(compound, at);
        switch (Rtcp.type(compound, at)) {
            case Rtcp.SENDER_REPORT -> {
                told.add(Rtcp.senderSsrc(compound, at));
                told.add(SenderReport.ntpTimestamp(compound, at));
                told.add(SenderReport.unixNanosOfNtp(SenderReport.ntpTimestamp(compound, at)));
                told.add(SenderReport.rtpTimestamp(compound, at));
                told.add(SenderReport.packetCount(compound, at));
                told.add(SenderReport.octetCount(compound, at));
                for (int i = 0; i < count; i++) {
                    block(compound, SenderReport.block(at, i), told);
                }
            }
            case Rtcp.RECEIVER_REPORT -> {
                told.add(Rtcp.senderSsrc(compound, at));
                for (int i = 0; i < count; i++) {
                    block(compound, ReportBlock.inReceiverReport(at, i), told);
                }
            }
            case Rtcp.GOODBYE -> {
                for (int i = 0; i < count; i++) {
                    told.add(Rtcp.goodbyeSsrc(compound, at, i));
                }
            }
            case Rtcp.TRANSPORT_FEEDBACK, Rtcp.PAYLOAD_FEEDBACK -> {
                told.add(Rtcp.senderSsrc(compound, at));
                told.add(Rtcp.mediaSsrc(compound, at));
                feedback(compound, at, told);
            }
            default -> {}
        }
    }

    private static void block(MemorySegment compound, long block, List<Object> told) {
        told.add(ReportBlock.ssrc(compound, block));
        told.add(ReportBlock.fractionLost(compound, block));
        told.add(ReportBlock.cumulativeLost(compound, block));
        told.add(ReportBlock.extendedHighestSequence(compound, block));
        told.add(ReportBlock.jitter(compound, block));
        told.add(ReportBlock.lastSenderReport(compound, block));
        told.add(ReportBlock.delaySinceLastSenderReport(compound, block));
        MemorySegment copy = MemorySegment.ofArray(new byte[ReportBlock.LENGTH]);
        ReportBlock.write(
                copy,
                0,
                ReportBlock.ssrc(compound, block),
                ReportBlock.fractionLost(compound, block),
                ReportBlock.cumulativeLost(compound, block),
                ReportBlock.extendedHighestSequence(compound, block),
                ReportBlock.jitter(compound, block),
                ReportBlock.lastSenderReport(compound, block),
                ReportBlock.delaySinceLastSenderReport(compound, block));
        Bytes.expect(copy.mismatch(compound.asSlice(block, ReportBlock.LENGTH)) < 0, "a block isn't written as read");
    }

    private static void feedback(MemorySegment compound, long at, List<Object> told) {
        if (Nack.matches(compound, at)) {
            for (int i = 0; i < Nack.items(compound, at); i++) {
                int packetId = Nack.packetId(compound, at, i);
                int mask = Nack.mask(compound, at, i);
                told.add(packetId << 16 | mask);
                nackAgain(packetId, mask);
            }
        } else if (KeyframeRequest.isFullIntra(compound, at)) {
            for (int i = 0; i < KeyframeRequest.fullIntraItems(compound, at); i++) {
                told.add(KeyframeRequest.fullIntraSsrc(compound, at, i));
                told.add(KeyframeRequest.fullIntraCommand(compound, at, i));
            }
        } else if (TransportFeedback.matches(compound, at)) {
            arrivals(compound, at, told);
        }
    }

    private static void nackAgain(int packetId, int mask) {
        int[] missing = new int[17];
        int count = 0;
        missing[count++] = packetId;
        for (int bit = 0; bit < 16; bit++) {
            if ((mask & 1 << bit) != 0) {
                missing[count++] = (packetId + bit + 1) & 0xFFFF;
            }
        }
        MemorySegment out = MemorySegment.ofArray(new byte[12 + 4 * missing.length]);
        int length = Nack.write(out, 0, 1, 2, missing, count);
        Bytes.expect(
                Rtcp.wellFormed(out, 0, length)
                        && Nack.items(out, 0) == 1
                        && Nack.packetId(out, 0, 0) == packetId
                        && Nack.mask(out, 0, 0) == mask,
                "a NACK isn't written as read");
    }

    private static void arrivals(MemorySegment compound, long at, List<Object> told) {
        long[] arrivals = new long[ARRIVALS];
        long reference = TransportFeedback.referenceNanos(compound, at, 0);
        int count = TransportFeedback.read(compound, at, reference, arrivals);
        told.add(TransportFeedback.baseSequence(compound, at));
        told.add(TransportFeedback.packetCount(compound, at));
        told.add(TransportFeedback.feedbackCount(compound, at));
        told.add(reference);
        told.add(count);
        if (count == TransportFeedback.MALFORMED) {
            return;
        }
        told.add(Arrays.hashCode(Arrays.copyOf(arrivals, count)));
        // The writer reads a ring in which a number has its place; numbers from 0 on make it the same array.
        MemorySegment out = MemorySegment.ofArray(new byte[ROOM]);
        int length = TransportFeedback.write(out, 0, ROOM, 1, 2, 3, 0, arrivals, count);
        if (TransportFeedback.packetCount(out, 0) == 0) {
            // The very first arrival can't be written: nothing is.
            return;
        }
        Bytes.expect(Rtcp.wellFormed(out, 0, length) && TransportFeedback.matches(out, 0), "feedback is malformed");
        long[] again = new long[ARRIVALS];
        int described = TransportFeedback.read(out, 0, TransportFeedback.referenceNanos(out, 0, reference), again);
        Bytes.expect(
                described > 0 && Arrays.equals(again, 0, described, arrivals, 0, described),
                "feedback isn't written as read");
    }
}
