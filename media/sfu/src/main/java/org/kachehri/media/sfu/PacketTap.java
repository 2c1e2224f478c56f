package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;

/**
 * Hears every packet of a room, decrypted, once, on the shard's thread: the recorder's ear. An implementation copies at once and
 * never blocks; the bytes are the shard's and are overwritten after the call. Nothing is heard while forwarding is off (a pause
 * ordered by the chair: off the record) nor from a muted source.
 */
public interface PacketTap {
    /** One RTP packet of a source in its sender's own numbering; {@code repaired} when it came by retransmission (RFC 4588 unwrapped). */
    void rtp(
            long arrivalNanos,
            String sourceId,
            SourceDescription source,
            MemorySegment plain,
            long offset,
            int length,
            boolean repaired);

    /** One sender report of that source's sender (RFC 3550 section 6.4.1), without the packets it was compounded with. */
    void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length);

    /** A source is in the room: told for each when the tap is set, and for each published later. */
    void source(SourceDescription source);
}
