package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/** The generic NACK of RFC 4585 section 6.2.1 as a flyweight; see {@link Rtcp} for what must be checked first. */
public final class Nack {
    /** The feedback message type. */
    public static final int FORMAT = 1;

    private static final int ITEM_LENGTH = 4;
    private static final int MASK_BITS = 16;

    private Nack() {}

    public static boolean matches(MemorySegment packet, long at) {
        return Rtcp.type(packet, at) == Rtcp.TRANSPORT_FEEDBACK && Rtcp.count(packet, at) == FORMAT;
    }

    /** How many items the packet holds; each asks for 1-17 packets. */
    public static int items(MemorySegment packet, long at) {
        return (Rtcp.contentLength(packet, at) - Rtcp.FEEDBACK_HEADER_LENGTH) / ITEM_LENGTH;
    }

    /** The first sequence number item {@code index} asks for. */
    public static int packetId(MemorySegment packet, long at, int index) {
        return NetworkBytes.u16(packet, item(at, index));
    }

    /** Bit {@code i} of the mask asks for {@code packetId + i + 1}. */
    public static int mask(MemorySegment packet, long at, int index) {
        return NetworkBytes.u16(packet, item(at, index) + 2);
    }

    /**
     * Writes a NACK for the first {@code count} sequence numbers, which must ascend modulo 2^16; neighbours share an item.
     *
     * @return bytes of the packet, at most {@code 12 + 4 * count}
     */
    public static int write(
            MemorySegment out, long at, long senderSsrc, long mediaSsrc, int[] sequenceNumbers, int count) {
        long item = at + Rtcp.FEEDBACK_HEADER_LENGTH;
        int i = 0;
        while (i < count) {
            int first = sequenceNumbers[i++];
            int mask = 0;
            while (i < count) {
                int distance = (sequenceNumbers[i] - first - 1) & 0xFFFF;
                if (distance >= MASK_BITS) {
                    break;
                }
                mask |= 1 << distance;
                i++;
            }
            NetworkBytes.putU16(out, item, first);
            NetworkBytes.putU16(out, item + 2, mask);
            item += ITEM_LENGTH;
        }
        int length = (int) (item - at);
        Rtcp.writeHeader(out, at, FORMAT, Rtcp.TRANSPORT_FEEDBACK, length);
        NetworkBytes.putU32(out, at + 4, senderSsrc);
        NetworkBytes.putU32(out, at + 8, mediaSsrc);
        return length;
    }

    private static long item(long at, int index) {
        return at + Rtcp.FEEDBACK_HEADER_LENGTH + (long) index * ITEM_LENGTH;
    }
}
