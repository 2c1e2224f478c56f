package org.kachehri.recording.composer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;

/**
 * Takes the frames of sound out of a track's packets. One that was lost is taken from the redundancy of a later packet (RFC 2198), where
 * that holds it.
 */
final class Sounds {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Sounds() {}

    /** RFC 7587 section 4.2: one packet, or one block of a redundant one, holds one Opus packet. */
    static List<EncodedFrame> opus(CapturedTrack track, List<CapturedPacket> packets, long[] taken) {
        List<EncodedFrame> frames = new ArrayList<>();
        int from = 0;
        while (from < packets.size()) {
            int to = from + 1;
            while (to < packets.size()
                    && packets.get(to).ssrc() == packets.get(from).ssrc()) {
                to++;
            }
            NavigableMap<Long, EncodedFrame> lost = lost(track, packets, taken, from, to);
            long next = Long.MIN_VALUE;
            for (int i = from; i < to; i++) {
                long sequence = packets.get(i).sequence();
                for (EncodedFrame frame : lost.subMap(next, sequence).values()) {
                    add(frames, frame.nanos(), frame.parts().getFirst());
                }
                add(frames, taken[i], primary(track, packets.get(i)));
                next = sequence + 1;
            }
            from = to;
        }
        return frames;
    }

    /** Never earlier than the frame before. */
    private static void add(List<EncodedFrame> frames, long nanos, MemorySegment sound) {
        if (sound.byteSize() > 0) {
            long earliest = frames.isEmpty() ? nanos : frames.getLast().nanos();
            frames.add(new EncodedFrame(Math.max(nanos, earliest), true, 0, 0, List.of(sound)));
        }
    }

    /** What a packet holds itself; empty if its blocks don't add up. */
    private static MemorySegment primary(CapturedTrack track, CapturedPacket packet) {
        MemorySegment payload = Frames.payload(packet.bytes());
        if (RtpHeader.payloadType(packet.bytes(), 0) != track.redPayloadType()) {
            return payload;
        }
        long block = OpusRed.primary(payload, 0, (int) payload.byteSize());
        return sound(track, payload, block);
    }

    private static MemorySegment sound(CapturedTrack track, MemorySegment payload, long block) {
        return block == OpusRed.NONE || OpusRed.payloadType(block) != track.payloadType()
                ? payload.asSlice(0, 0)
                : payload.asSlice(OpusRed.dataOffset(0, block), OpusRed.dataLength(block));
    }

    /** The frames by number whose own packets aren't among these, of one source. */
    private static NavigableMap<Long, EncodedFrame> lost(
            CapturedTrack track, List<CapturedPacket> packets, long[] taken, int from, int to) {
        NavigableMap<Long, EncodedFrame> lost = new TreeMap<>();
        for (int i = from + 1; i < to; i++) {
            CapturedPacket packet = packets.get(i);
            if (RtpHeader.payloadType(packet.bytes(), 0) != track.redPayloadType()) {
                continue;
            }
            MemorySegment payload = Frames.payload(packet.bytes());
            int length = (int) payload.byteSize();
            int blocks = OpusRed.blocks(payload, 0, length);
            int before = i - 1;
            for (int back = 1; back < blocks; back++) {
                long number = packet.sequence() - back;
                while (before > from && packets.get(before).sequence() > number) {
                    before--;
                }
                long block = OpusRed.block(payload, 0, length, blocks - 1 - back);
                MemorySegment sound = sound(track, payload, block);
                // What isn't later than the packet before the gap isn't what was lost.
                if (packets.get(before).sequence() < number
                        && sound.byteSize() > 0
                        && elapsed(packets.get(before), packet) > OpusRed.timestampOffset(block)) {
                    lost.putIfAbsent(number, frame(track, taken[i], block, sound));
                }
            }
        }
        return lost;
    }

    private static int elapsed(CapturedPacket before, CapturedPacket after) {
        return (int) (RtpHeader.timestamp(after.bytes(), 0) - RtpHeader.timestamp(before.bytes(), 0));
    }

    private static EncodedFrame frame(CapturedTrack track, long taken, long block, MemorySegment sound) {
        long earlier = OpusRed.timestampOffset(block)
                * NANOS_PER_SECOND
                / track.codec().clockRate();
        return new EncodedFrame(taken - earlier, true, 0, 0, List.of(sound));
    }
}
