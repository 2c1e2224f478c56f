package org.kachehri.media.rtp;

import java.lang.foreign.MemorySegment;

/**
 * The two ways to ask a sender for a key frame, PLI (RFC 4585 section 6.3.1) and FIR (RFC 5104 section 4.3.1), as a flyweight; see
 * {@link Rtcp} for what must be checked first.
 */
public final class KeyframeRequest {
    public static final int PICTURE_LOSS_FORMAT = 1;
    public static final int FULL_INTRA_FORMAT = 4;

    private static final int FIR_ITEM_LENGTH = 8;

    private KeyframeRequest() {}

    /** A PLI; the source asked for is {@link Rtcp#mediaSsrc}. */
    public static boolean isPictureLoss(MemorySegment packet, long at) {
        return Rtcp.type(packet, at) == Rtcp.PAYLOAD_FEEDBACK && Rtcp.count(packet, at) == PICTURE_LOSS_FORMAT;
    }

    /** A FIR; the sources asked for are {@link #fullIntraSsrc}. */
    public static boolean isFullIntra(MemorySegment packet, long at) {
        return Rtcp.type(packet, at) == Rtcp.PAYLOAD_FEEDBACK && Rtcp.count(packet, at) == FULL_INTRA_FORMAT;
    }

    public static int fullIntraItems(MemorySegment packet, long at) {
        return (Rtcp.contentLength(packet, at) - Rtcp.FEEDBACK_HEADER_LENGTH) / FIR_ITEM_LENGTH;
    }

    public static long fullIntraSsrc(MemorySegment packet, long at, int index) {
        return NetworkBytes.u32(packet, at + Rtcp.FEEDBACK_HEADER_LENGTH + (long) index * FIR_ITEM_LENGTH);
    }

    /** The command number; a repeated one is the same request again. */
    public static int fullIntraCommand(MemorySegment packet, long at, int index) {
        return NetworkBytes.u8(packet, at + Rtcp.FEEDBACK_HEADER_LENGTH + (long) index * FIR_ITEM_LENGTH + 4);
    }

    /** Writes a PLI; returns its length, 12. */
    public static int writePictureLoss(MemorySegment out, long at, long senderSsrc, long mediaSsrc) {
        Rtcp.writeHeader(out, at, PICTURE_LOSS_FORMAT, Rtcp.PAYLOAD_FEEDBACK, Rtcp.FEEDBACK_HEADER_LENGTH);
        NetworkBytes.putU32(out, at + 4, senderSsrc);
        NetworkBytes.putU32(out, at + 8, mediaSsrc);
        return Rtcp.FEEDBACK_HEADER_LENGTH;
    }

    /** Writes a FIR for one source; returns its length, 20. The media SSRC of the header is 0 (RFC 5104 section 4.3.1.2). */
    public static int writeFullIntra(MemorySegment out, long at, long senderSsrc, long mediaSsrc, int command) {
        int length = Rtcp.FEEDBACK_HEADER_LENGTH + FIR_ITEM_LENGTH;
        Rtcp.writeHeader(out, at, FULL_INTRA_FORMAT, Rtcp.PAYLOAD_FEEDBACK, length);
        NetworkBytes.putU32(out, at + 4, senderSsrc);
        NetworkBytes.putU32(out, at + 8, 0);
        NetworkBytes.putU32(out, at + 12, mediaSsrc);
        NetworkBytes.putU32(out, at + 16, (long) (command & 0xFF) << 24);
        return length;
    }
}
