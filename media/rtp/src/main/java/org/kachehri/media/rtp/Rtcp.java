package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The framing that all RTCP packets share (RFC 3550 section 6.4, RFC 5506 for reduced size). Call {@link #wellFormed} on a whole
 * datagram first; every other reader here and in {@link SenderReport}, {@link ReportBlock}, {@link Nack} and {@link KeyframeRequest}
 * relies on it. {@code at} is where one packet of the compound begins. No state, any thread.
 *
 * <pre>{@code
 * if (wellFormed(m, offset, length)) for (long at = offset; at < offset + length; at += packetLength(m, at)) { ... }
 * }</pre>
 */
public final class Rtcp {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int SOURCE_DESCRIPTION = 202;
    public static final int GOODBYE = 203;
    /** Transport-layer feedback (RFC 4585 section 6.2); {@link #count} is its format. */
    public static final int TRANSPORT_FEEDBACK = 205;
    /** Payload-specific feedback (RFC 4585 section 6.3); {@link #count} is its format. */
    public static final int PAYLOAD_FEEDBACK = 206;

    /** Header and the SSRC of the packet's sender. */
    public static final int HEADER_LENGTH = 8;

    static final int FEEDBACK_HEADER_LENGTH = 12;
    static final int REPORT_BLOCK_LENGTH = 24;
    static final int SENDER_REPORT_LENGTH = 28;

    /** SDES item type 1 (RFC 3550 section 6.5.1). */
    private static final int CNAME = 1;

    /** The length of an SDES item is one byte (RFC 3550 section 6.5). */
    private static final int MAX_CNAME_LENGTH = 255;

    private Rtcp() {}

    /** Whether the bytes are one or more whole RTCP packets, each long enough for what its type and count promise. */
    public static boolean wellFormed(MemorySegment packet, long offset, int length) {
        if (length < HEADER_LENGTH || (length & 3) != 0) {
            return false;
        }
        int position = 0;
        while (position < length) {
            long at = offset + position;
            if (length - position < 4 || (NetworkBytes.u8(packet, at) & 0xC0) != 0x80) {
                return false;
            }
            int packetLength = packetLength(packet, at);
            if (packetLength > length - position) {
                return false;
            }
            int padding =
                    (NetworkBytes.u8(packet, at) & 0x20) == 0 ? 0 : NetworkBytes.u8(packet, at + packetLength - 1);
            if (packetLength - padding < minimumLength(type(packet, at), count(packet, at))) {
                return false;
            }
            position += packetLength;
        }
        return true;
    }

    private static int minimumLength(int type, int count) {
        return switch (type) {
            case SENDER_REPORT -> SENDER_REPORT_LENGTH + count * REPORT_BLOCK_LENGTH;
            case RECEIVER_REPORT -> HEADER_LENGTH + count * REPORT_BLOCK_LENGTH;
            case GOODBYE -> 4 + count * 4;
            case TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK -> FEEDBACK_HEADER_LENGTH;
            default -> 4;
        };
    }

    /** Bytes of the packet at {@code at}, header included; a multiple of 4, at least 4. */
    public static int packetLength(MemorySegment packet, long at) {
        return 4 + 4 * NetworkBytes.u16(packet, at + 2);
    }

    /** Packet bytes without padding. */
    static int contentLength(MemorySegment packet, long at) {
        int length = packetLength(packet, at);
        return (NetworkBytes.u8(packet, at) & 0x20) == 0 ? length : length - NetworkBytes.u8(packet, at + length - 1);
    }

    public static int type(MemorySegment packet, long at) {
        return NetworkBytes.u8(packet, at + 1);
    }

    /** Report count, source count or feedback message type, by packet type. */
    public static int count(MemorySegment packet, long at) {
        return NetworkBytes.u8(packet, at) & 0x1F;
    }

    /** SSRC of the packet's sender; for the types that carry one. */
    public static long senderSsrc(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 4);
    }

    /** SSRC a feedback packet is about. */
    public static long mediaSsrc(MemorySegment packet, long at) {
        return NetworkBytes.u32(packet, at + 8);
    }

    /** Source {@code index} of a goodbye, 0 to {@link #count}. */
    public static long goodbyeSsrc(MemorySegment packet, long at, int index) {
        return NetworkBytes.u32(packet, at + 4 + 4L * index);
    }

    static void writeHeader(MemorySegment out, long at, int count, int type, int length) {
        NetworkBytes.putU8(out, at, 0x80 | count);
        NetworkBytes.putU8(out, at + 1, type);
        NetworkBytes.putU16(out, at + 2, length / 4 - 1);
    }

    /**
     * Writes an RR with {@code blocks} report blocks still to be filled by {@link ReportBlock#write}; block {@code i} begins at
     * {@code at + 8 + 24 * i}.
     *
     * @return bytes of the packet
     */
    public static int writeReceiverReport(MemorySegment out, long at, long senderSsrc, int blocks) {
        int length = HEADER_LENGTH + blocks * REPORT_BLOCK_LENGTH;
        writeHeader(out, at, blocks, RECEIVER_REPORT, length);
        NetworkBytes.putU32(out, at + 4, senderSsrc);
        return length;
    }

    /**
     * Writes an SDES with one CNAME (RFC 3550 section 6.5.1).
     *
     * @param cname at most 255 bytes
     * @return bytes of the packet
     */
    public static int writeCname(MemorySegment out, long at, long ssrc, byte[] cname) {
        if (cname.length > MAX_CNAME_LENGTH) {
            throw new IllegalArgumentException("CNAME of " + cname.length + " bytes");
        }
        // Header, SSRC, item type and length, text, and at least one zero byte that ends the items.
        int length = (8 + 2 + cname.length + 1 + 3) & ~3;
        writeHeader(out, at, 1, SOURCE_DESCRIPTION, length);
        NetworkBytes.putU32(out, at + 4, ssrc);
        NetworkBytes.putU8(out, at + 8, CNAME);
        NetworkBytes.putU8(out, at + 9, cname.length);
        MemorySegment.copy(cname, 0, out, ValueLayout.JAVA_BYTE, at + 10, cname.length);
        for (long end = at + 10 + cname.length; end < at + length; end++) {
            NetworkBytes.putU8(out, end, 0);
        }
        return length;
    }

    /** Writes a BYE of one source without a reason; returns its length, 8. */
    public static int writeGoodbye(MemorySegment out, long at, long ssrc) {
        writeHeader(out, at, 1, GOODBYE, HEADER_LENGTH);
        NetworkBytes.putU32(out, at + 4, ssrc);
        return HEADER_LENGTH;
    }
}
