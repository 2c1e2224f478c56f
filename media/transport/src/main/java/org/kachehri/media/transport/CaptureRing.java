package org.kachehri.media.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.RtpHeader;

/**
 * The last {@link #PACKETS} RTP and RTCP packets of one peer, both ways, as they were before sealing and after opening, for whoever has
 * to find out why a line fails. Of an RTP packet only the header and the first {@link #PAYLOAD_BYTES} bytes of the payload are kept,
 * enough for the codecs' descriptors; of RTCP as much as fits. Hangs on {@link SrtpSender#capture} and {@link SrtpReceiver#capture}:
 * whoever isn't watched costs one comparison a packet. Owned by the shard's thread.
 */
public final class CaptureRing {
    /** Two to forty seconds of a participant, by what they send and see; a power of two, so that places are a mask. */
    static final int PACKETS = 2048;

    /**
     * VP8's descriptor is at most 6 bytes, VP9's first layers fit, RED's header and the TOC of Opus too; a second of speech is 4 000
     * to 6 000 bytes, of which 300 are kept.
     */
    static final int PAYLOAD_BYTES = 6;

    private static final int HEAD_BYTES = 16;

    /** A compound of reports on 9 streams; RTP headers with extensions are 20 to 60. 512 KiB a ring. */
    private static final int SLOT_BYTES = 256;

    private static final int MOST_KEPT = SLOT_BYTES - HEAD_BYTES;
    private static final int SENT = 1;
    private static final int CONTROL = 2;

    private final MemorySegment slots;
    private final Now now;
    private long written;

    /** The time of the present call into the shard: packets are sealed without being told the time. */
    public static final class Now {
        public long nanos;
    }

    /** @param arena whose end frees the ring */
    public CaptureRing(Arena arena, Now now) {
        slots = arena.allocate((long) PACKETS * SLOT_BYTES, 8);
        this.now = now;
    }

    /** One packet out of the ring; {@code length} is what it had on the wire before sealing, {@code first} what was kept of it. */
    public record Packet(long nanos, boolean sent, boolean rtcp, int length, byte[] first) {}

    void rtp(
            boolean sent,
            MemorySegment header,
            long at,
            int headerLength,
            MemorySegment payload,
            long payloadAt,
            int payloadLength,
            int length) {
        int head = Math.min(headerLength, MOST_KEPT);
        int kept = Math.min(Math.min(payloadLength, PAYLOAD_BYTES), MOST_KEPT - head);
        long slot = begin(sent ? SENT : 0, length, head + kept);
        MemorySegment.copy(header, at, slots, slot, head);
        MemorySegment.copy(payload, payloadAt, slots, slot + head, kept);
    }

    /** A whole plain packet that was received. */
    void rtp(MemorySegment plain, long at, int length) {
        int header = Math.max(RtpHeader.MIN_LENGTH, RtpHeader.length(plain, at, length));
        rtp(false, plain, at, header, plain, at + header, length - header, length);
    }

    void rtcp(boolean sent, MemorySegment plain, long at, int length) {
        int kept = Math.min(length, MOST_KEPT);
        long slot = begin(CONTROL | (sent ? SENT : 0), length, kept);
        MemorySegment.copy(plain, at, slots, slot, kept);
    }

    /** Where the bytes of the next packet go. */
    private long begin(int kind, int length, int kept) {
        long slot = (written++ & PACKETS - 1) * SLOT_BYTES;
        slots.set(ValueLayout.JAVA_LONG, slot, now.nanos);
        slots.set(ValueLayout.JAVA_SHORT, slot + 8, (short) kind);
        slots.set(ValueLayout.JAVA_SHORT, slot + 10, (short) length);
        slots.set(ValueLayout.JAVA_INT, slot + 12, kept);
        return slot + HEAD_BYTES;
    }

    /** A copy of what is in it, the oldest first. Some hundred microseconds of the shard's thread. */
    public List<Packet> packets() {
        long first = Math.max(0, written - PACKETS);
        List<Packet> packets = new ArrayList<>((int) (written - first));
        for (long i = first; i < written; i++) {
            long slot = (i & PACKETS - 1) * SLOT_BYTES;
            int kind = slots.get(ValueLayout.JAVA_SHORT, slot + 8);
            byte[] kept = slots.asSlice(slot + HEAD_BYTES, slots.get(ValueLayout.JAVA_INT, slot + 12))
                    .toArray(ValueLayout.JAVA_BYTE);
            packets.add(new Packet(
                    slots.get(ValueLayout.JAVA_LONG, slot),
                    (kind & SENT) != 0,
                    (kind & CONTROL) != 0,
                    slots.get(ValueLayout.JAVA_SHORT, slot + 10) & 0xFFFF,
                    kept));
        }
        return packets;
    }
}
