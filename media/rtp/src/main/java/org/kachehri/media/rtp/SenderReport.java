package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/** The sender report of RFC 3550 section 6.4.1 as a flyweight; see {@link Rtcp} for what must be checked first. */
public final class SenderReport {
    /** Bytes of a report without blocks. */
    public static final int LENGTH = Rtcp.SENDER_REPORT_LENGTH;

    /** Seconds from 1 January 1900 (NTP) to 1 January 1970. */
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private SenderReport() {}

    /** Wallclock of the sender: seconds since 1900 in the upper, fraction in the lower 32 bits. */
    public static long ntpTimestamp(MemorySegment packet, long at) {
        return NetworkBytes.i64(packet, at + 8);
    }

    /** The middle 32 bits of the NTP timestamp, as report blocks echo them. */
    public static long compactNtp(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 10);
    }

    public static long rtpTimestamp(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 16);
    }

    public static long packetCount(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 20);
    }

    public static long octetCount(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 24);
    }

    /** Where report block {@code index} begins. */
    public static long block(long at, int index) {
        return at + Rtcp.SENDER_REPORT_LENGTH + (long) index * Rtcp.REPORT_BLOCK_LENGTH;
    }

    /**
     * Writes a report with {@code blocks} report blocks still to be filled by {@link ReportBlock#write} at {@link #block}.
     *
     * @return bytes of the packet
     */
    public static int write(
            MemorySegment out,
            long at,
            long ssrc,
            long ntpTimestamp,
            long rtpTimestamp,
            long packetCount,
            long octetCount,
            int blocks) {
        int length = Rtcp.SENDER_REPORT_LENGTH + blocks * Rtcp.REPORT_BLOCK_LENGTH;
        Rtcp.writeHeader(out, at, blocks, Rtcp.SENDER_REPORT, length);
        NetworkBytes.putU32(out, at + 4, ssrc);
        NetworkBytes.putI64(out, at + 8, ntpTimestamp);
        NetworkBytes.putU32(out, at + 16, rtpTimestamp);
        NetworkBytes.putU32(out, at + 20, packetCount);
        NetworkBytes.putU32(out, at + 24, octetCount);
        return length;
    }

    /** NTP timestamp of an instant given as nanoseconds since 1970. */
    public static long ntpOfUnixNanos(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, 1_000_000_000L);
        long nanos = Math.floorMod(unixNanos, 1_000_000_000L);
        return (seconds + NTP_TO_UNIX_SECONDS) << 32 | (nanos << 32) / 1_000_000_000L;
    }

    /** Nanoseconds since 1970 of an NTP timestamp of the era that began in 1900. */
    public static long unixNanosOfNtp(long ntpTimestamp) {
        long nanos = ((ntpTimestamp & 0xFFFF_FFFFL) * 1_000_000_000L + 0x8000_0000L) >>> 32;
        return ((ntpTimestamp >>> 32) - NTP_TO_UNIX_SECONDS) * 1_000_000_000L + nanos;
    }
}
