package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/** One report block of an SR or RR (RFC 3550 section 6.4.1) as a flyweight; {@code block} is where it begins. */
public final class ReportBlock {
    public static final int LENGTH = Rtcp.REPORT_BLOCK_LENGTH;

    /** The count of blocks is five bits. */
    public static final int MAX_BLOCKS = 31;

    private ReportBlock() {}

    /** Where block {@code index} of a receiver report that begins at {@code at} begins. */
    public static long inReceiverReport(long at, int index) {
        return at + Rtcp.HEADER_LENGTH + (long) index * LENGTH;
    }

    public static long ssrc(MemorySegment packet, long block) {
        return NetworkBytes.u32(packet, block);
    }

    /** Lost since the previous report, in 1/256. */
    public static int fractionLost(MemorySegment packet, long block) {
        return NetworkBytes.u8(packet, block + 4);
    }

    /** Lost since the beginning; negative with duplicates. */
    public static int cumulativeLost(MemorySegment packet, long block) {
        return NetworkBytes.u24(packet, block + 5) << 8 >> 8;
    }

    public static long extendedHighestSequence(MemorySegment packet, long block) {
        return NetworkBytes.u32(packet, block + 8);
    }

    /** Interarrival jitter in RTP ticks. */
    public static long jitter(MemorySegment packet, long block) {
        return NetworkBytes.u32(packet, block + 12);
    }

    /** Compact NTP time of the last sender report heard, 0 for none. */
    public static long lastSenderReport(MemorySegment packet, long block) {
        return NetworkBytes.u32(packet, block + 16);
    }

    /** Delay since that report, in 1/65 536 s. */
    public static long delaySinceLastSenderReport(MemorySegment packet, long block) {
        return NetworkBytes.u32(packet, block + 20);
    }

    /** Writes a block; counts beyond 24 signed bits saturate. */
    public static void write(
            MemorySegment out,
            long block,
            long ssrc,
            int fractionLost,
            long cumulativeLost,
            long extendedHighestSequence,
            long jitter,
            long lastSenderReport,
            long delaySinceLastSenderReport) {
        NetworkBytes.putU32(out, block, ssrc);
        NetworkBytes.putU8(out, block + 4, fractionLost);
        NetworkBytes.putU24(out, block + 5, (int) Math.clamp(cumulativeLost, -0x80_0000L, 0x7F_FFFFL));
        NetworkBytes.putU32(out, block + 8, extendedHighestSequence);
        NetworkBytes.putU32(out, block + 12, jitter);
        NetworkBytes.putU32(out, block + 16, lastSenderReport);
        NetworkBytes.putU32(out, block + 20, delaySinceLastSenderReport);
    }
}
