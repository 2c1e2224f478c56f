package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * RTP header extensions, one-byte and two-byte form (RFC 8285). An element is a {@code long} so that walking allocates nothing:
 * take it apart with {@link #id}, {@link #valueOffset} and {@link #valueLength}. Malformed blocks end the walk early. The packet's
 * header must have been accepted by {@link RtpHeader#length}. No state, any thread.
 *
 * <pre>{@code
 * for (long e = first(p, offset, length); e != NONE; e = next(p, offset, length, e)) { ... }
 * }</pre>
 */
public final class HeaderExtensions {
    /** No such element. */
    public static final long NONE = -1;

    /** The packet doesn't tell how loud it is. */
    public static final int NO_LEVEL = -1;

    /** One-byte elements carry ids 1-14 and values of 1-16 bytes (RFC 8285 section 4.2). */
    public static final int MAX_ID = 14;

    public static final int MAX_VALUE_LENGTH = 16;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int BLOCK_HEADER_LENGTH = 4;

    private HeaderExtensions() {}

    /** Finds the element with this id, or {@link #NONE}. */
    public static long find(MemorySegment packet, long offset, int length, int id) {
        for (long element = first(packet, offset, length);
                element != NONE;
                element = next(packet, offset, length, element)) {
            if (id(element) == id) {
                return element;
            }
        }
        return NONE;
    }

    /** The first element of the packet, or {@link #NONE}. */
    public static long first(MemorySegment packet, long offset, int length) {
        if (!RtpHeader.hasExtension(packet, offset)) {
            return NONE;
        }
        return elementAt(packet, offset, length, RtpHeader.fixedLength(packet, offset) + BLOCK_HEADER_LENGTH);
    }

    /** The element after {@code element}, or {@link #NONE}. */
    public static long next(MemorySegment packet, long offset, int length, long element) {
        return elementAt(packet, offset, length, relativeOffset(element) + valueLength(element));
    }

    public static int id(long element) {
        return (int) (element >>> 48) & 0xFF;
    }

    public static int valueLength(long element) {
        return (int) (element >>> 32) & 0xFF;
    }

    /** Where the value begins in the segment, for a packet that begins at {@code offset}. */
    public static long valueOffset(long offset, long element) {
        return offset + relativeOffset(element);
    }

    private static int relativeOffset(long element) {
        return (int) element;
    }

    private static long elementAt(MemorySegment packet, long offset, int length, int from) {
        int block = RtpHeader.fixedLength(packet, offset);
        if (length < block + BLOCK_HEADER_LENGTH) {
            return NONE;
        }
        int profile = NetworkBytes.u16(packet, offset + block);
        boolean oneByte = profile == ONE_BYTE_PROFILE;
        if (!oneByte && (profile & 0xFFF0) != TWO_BYTE_PROFILE) {
            return NONE;
        }
        int end = Math.min(length, block + BLOCK_HEADER_LENGTH + 4 * NetworkBytes.u16(packet, offset + block + 2));
        int at = from;
        // A zero byte is padding between elements (RFC 8285 sections 4.2, 4.3).
        while (at < end && NetworkBytes.u8(packet, offset + at) == 0) {
            at++;
        }
        int headerLength = oneByte ? 1 : 2;
        if (at + headerLength > end) {
            return NONE;
        }
        int head = NetworkBytes.u8(packet, offset + at);
        int id = oneByte ? head >>> 4 : head;
        int valueLength = oneByte ? (head & 0x0F) + 1 : NetworkBytes.u8(packet, offset + at + 1);
        // Id 15 ends a one-byte block (RFC 8285 section 4.2); id 0 with a length is not a padding byte we know how to
        // skip.
        if ((oneByte && (id == 15 || id == 0)) || at + headerLength + valueLength > end) {
            return NONE;
        }
        return (long) id << 48 | (long) valueLength << 32 | at + headerLength;
    }

    /**
     * Copies a whole packet and replaces one element on the way: the element {@code dropId} is left out, an element {@code putId}
     * with the given value is put first, all others are kept with their ids. This is how each subscriber gets its own MID. The
     * block is written in the one-byte form; elements that don't fit it (empty, longer than 16 bytes, id above 14) are left out.
     * {@code out} needs room for {@code length + 24} bytes (a new block header, the element and its padding) and must not overlap.
     *
     * @param dropId 0 or less to drop nothing
     * @param putId 0 or less to put nothing
     * @param valueLength 1-16
     * @return the length of the new packet
     */
    public static int copyReplacing(
            MemorySegment packet,
            long offset,
            int length,
            int headerLength,
            int dropId,
            MemorySegment out,
            long outOffset,
            int putId,
            MemorySegment value,
            long valueOffset,
            int valueLength) {
        int fixed = RtpHeader.fixedLength(packet, offset);
        copy(packet, offset, out, outOffset, fixed);
        long blockStart = outOffset + fixed;
        long at = blockStart + BLOCK_HEADER_LENGTH;
        if (putId > 0) {
            at += writeElement(out, at, putId, value, valueOffset, valueLength);
        }
        for (long element = first(packet, offset, length);
                element != NONE;
                element = next(packet, offset, length, element)) {
            int id = id(element);
            if (id != dropId && id != putId && id <= MAX_ID && fits(valueLength(element))) {
                at += writeElement(out, at, id, packet, valueOffset(offset, element), valueLength(element));
            }
        }
        long end = closeBlock(out, outOffset, blockStart, at);
        copy(packet, offset + headerLength, out, end, length - headerLength);
        return (int) (end - outOffset) + length - headerLength;
    }

    /**
     * Writes one element in the one-byte form.
     *
     * @return bytes written: 1 + {@code valueLength}
     */
    public static int writeElement(
            MemorySegment out, long at, int id, MemorySegment value, long valueOffset, int valueLength) {
        if (id < 1 || id > MAX_ID || !fits(valueLength)) {
            throw new IllegalArgumentException("id " + id + ", length " + valueLength);
        }
        NetworkBytes.putU8(out, at, id << 4 | (valueLength - 1));
        copy(value, valueOffset, out, at + 1, valueLength);
        return 1 + valueLength;
    }

    /**
     * Finishes a block whose elements were written from {@code blockStart + 4} to {@code end}: pads it to 32 bits, writes its header and
     * sets the packet's X bit; an empty block is left out and clears the bit.
     *
     * @return where the payload begins
     */
    public static long closeBlock(MemorySegment out, long packetOffset, long blockStart, long end) {
        if (end == blockStart + BLOCK_HEADER_LENGTH) {
            RtpHeader.extensionBit(out, packetOffset, false);
            return blockStart;
        }
        long at = end;
        while (((at - blockStart) & 3) != 0) {
            NetworkBytes.putU8(out, at++, 0);
        }
        NetworkBytes.putU16(out, blockStart, ONE_BYTE_PROFILE);
        NetworkBytes.putU16(out, blockStart + 2, (int) (at - blockStart - BLOCK_HEADER_LENGTH) / 4);
        RtpHeader.extensionBit(out, packetOffset, true);
        return at;
    }

    /**
     * The level in −dBov, 0 (loudest) to 127 (silence), of an audio-level element (RFC 6464), without the voice bit; {@link #NO_LEVEL}
     * for {@link #NONE} and for an empty element, which only the two-byte form can hold.
     */
    public static int audioLevel(MemorySegment packet, long offset, long element) {
        return hasValue(element) ? NetworkBytes.u8(packet, valueOffset(offset, element)) & 0x7F : NO_LEVEL;
    }

    /** The voice-activity bit of an audio-level element (RFC 6464); false where {@link #audioLevel} has no level. */
    public static boolean voiceActivity(MemorySegment packet, long offset, long element) {
        return hasValue(element) && (NetworkBytes.u8(packet, valueOffset(offset, element)) & 0x80) != 0;
    }

    private static boolean hasValue(long element) {
        return element != NONE && valueLength(element) > 0;
    }

    private static boolean fits(int valueLength) {
        return valueLength >= 1 && valueLength <= MAX_VALUE_LENGTH;
    }

    private static void copy(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, int length) {
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, fromOffset, to, ValueLayout.JAVA_BYTE, toOffset, length);
    }
}
