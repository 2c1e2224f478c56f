package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The RTP header of RFC 3550 section 5.1 as a flyweight: every method reads or writes the packet that starts at {@code offset}.
 * Call {@link #length} first: it alone decides whether the bytes are a packet; the other readers rely on its answer. No state, any thread.
 */
public final class RtpHeader {
    /** Bytes of the fixed header, and so of the shortest packet. */
    public static final int MIN_LENGTH = 12;

    /** The answer of {@link #length} and {@link #paddingLength} for bytes that aren't an RTP packet. */
    public static final int MALFORMED = -1;

    private static final int SEQUENCE_OFFSET = 2;
    private static final int TIMESTAMP_OFFSET = 4;
    private static final int SSRC_OFFSET = 8;
    private static final int EXTENSION_HEADER_LENGTH = 4;
    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;

    /** The padding count is one byte (RFC 3550 section 5.1). */
    private static final int MAX_PADDING = 255;

    private RtpHeader() {}

    /**
     * Bytes before the payload: fixed header, contributing sources and header extension.
     *
     * @return the header's length, at most {@code length}, or {@link #MALFORMED}
     */
    public static int length(MemorySegment packet, long offset, int length) {
        if (length < MIN_LENGTH || (NetworkBytes.u8(packet, offset) & 0xC0) != VERSION_2) {
            return MALFORMED;
        }
        int header = fixedLength(packet, offset);
        if (hasExtension(packet, offset)) {
            if (length < header + EXTENSION_HEADER_LENGTH) {
                return MALFORMED;
            }
            header += EXTENSION_HEADER_LENGTH + 4 * NetworkBytes.u16(packet, offset + header + 2);
        }
        return header <= length ? header : MALFORMED;
    }

    /** Bytes of the fixed header and the contributing sources: where the extension block begins if there is one. */
    public static int fixedLength(MemorySegment packet, long offset) {
        return MIN_LENGTH + 4 * (NetworkBytes.u8(packet, offset) & 0x0F);
    }

    /**
     * Padding at the end of a packet whose header {@link #length} accepted; read after decryption.
     *
     * @return bytes of padding, 0 without the P bit, {@link #MALFORMED} if the count is 0 or reaches into the header
     */
    public static int paddingLength(MemorySegment packet, long offset, int length, int headerLength) {
        if (!hasPadding(packet, offset)) {
            return 0;
        }
        if (length <= headerLength) {
            return MALFORMED;
        }
        int padding = NetworkBytes.u8(packet, offset + length - 1);
        return padding == 0 || padding > length - headerLength ? MALFORMED : padding;
    }

    public static boolean hasPadding(MemorySegment packet, long offset) {
        return (NetworkBytes.u8(packet, offset) & PADDING_BIT) != 0;
    }

    public static boolean hasExtension(MemorySegment packet, long offset) {
        return (NetworkBytes.u8(packet, offset) & EXTENSION_BIT) != 0;
    }

    public static boolean marker(MemorySegment packet, long offset) {
        return (NetworkBytes.u8(packet, offset + 1) & MARKER_BIT) != 0;
    }

    public static int payloadType(MemorySegment packet, long offset) {
        return NetworkBytes.u8(packet, offset + 1) & 0x7F;
    }

    public static int sequenceNumber(MemorySegment packet, long offset) {
        return NetworkBytes.u16(packet, offset + SEQUENCE_OFFSET);
    }

    public static long timestamp(MemorySegment packet, long offset) {
        return NetworkBytes.u32(packet, offset + TIMESTAMP_OFFSET);
    }

    public static long ssrc(MemorySegment packet, long offset) {
        return NetworkBytes.u32(packet, offset + SSRC_OFFSET);
    }

    public static void payloadType(MemorySegment packet, long offset, int payloadType) {
        int marker = NetworkBytes.u8(packet, offset + 1) & MARKER_BIT;
        NetworkBytes.putU8(packet, offset + 1, marker | (payloadType & 0x7F));
    }

    public static void marker(MemorySegment packet, long offset, boolean marker) {
        NetworkBytes.putU8(packet, offset + 1, payloadType(packet, offset) | (marker ? MARKER_BIT : 0));
    }

    public static void sequenceNumber(MemorySegment packet, long offset, int sequenceNumber) {
        NetworkBytes.putU16(packet, offset + SEQUENCE_OFFSET, sequenceNumber);
    }

    public static void timestamp(MemorySegment packet, long offset, long timestamp) {
        NetworkBytes.putU32(packet, offset + TIMESTAMP_OFFSET, timestamp);
    }

    public static void ssrc(MemorySegment packet, long offset, long ssrc) {
        NetworkBytes.putU32(packet, offset + SSRC_OFFSET, ssrc);
    }

    static void extensionBit(MemorySegment packet, long offset, boolean present) {
        int first = NetworkBytes.u8(packet, offset) & ~EXTENSION_BIT;
        NetworkBytes.putU8(packet, offset, present ? first | EXTENSION_BIT : first);
    }

    /**
     * Writes a fixed header without contributing sources, extension or padding.
     *
     * @return {@link #MIN_LENGTH}
     */
    public static int write(
            MemorySegment packet,
            long offset,
            int payloadType,
            boolean marker,
            int sequenceNumber,
            long timestamp,
            long ssrc) {
        NetworkBytes.putU8(packet, offset, VERSION_2);
        NetworkBytes.putU8(packet, offset + 1, (marker ? MARKER_BIT : 0) | (payloadType & 0x7F));
        sequenceNumber(packet, offset, sequenceNumber);
        timestamp(packet, offset, timestamp);
        ssrc(packet, offset, ssrc);
        return MIN_LENGTH;
    }

    /**
     * Lengthens a well-formed packet in place to {@code target} bytes with RTP padding, so that all segments of a train are equal.
     * A packet that already carries padding keeps it and its count grows.
     *
     * @return {@code target}, or {@code length} unchanged where padding can't reach: it is already as long, or more than 255 bytes are missing
     */
    public static int pad(MemorySegment packet, long offset, int length, int target) {
        int existing = hasPadding(packet, offset) ? NetworkBytes.u8(packet, offset + length - 1) : 0;
        int padding = existing + target - length;
        if (target <= length || padding > MAX_PADDING) {
            return length;
        }
        for (long at = offset + length - (existing > 0 ? 1 : 0); at < offset + target - 1; at++) {
            packet.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
        }
        NetworkBytes.putU8(packet, offset + target - 1, padding);
        NetworkBytes.putU8(packet, offset, NetworkBytes.u8(packet, offset) | PADDING_BIT);
        return target;
    }
}
