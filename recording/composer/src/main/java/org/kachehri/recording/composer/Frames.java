package org.kachehri.recording.composer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.recording.capture.CapturedPacket;

/** Puts the packets of a track of pictures together to frames. What can't be decoded (a frame with a missing packet, and all that build on it) is left out. */
final class Frames {
    private Frames() {}

    /** RFC 7741: a frame is the packets of one timestamp, from the S bit with partition 0 to the marker. */
    static List<EncodedFrame> vp8(List<CapturedPacket> packets, long[] taken) {
        List<EncodedFrame> frames = new ArrayList<>();
        boolean decodable = false;
        int i = 0;
        while (i < packets.size()) {
            int end = endOfFrame(packets, i);
            boolean joined = i == 0 || follows(packets.get(i - 1), packets.get(i));
            List<MemorySegment> payloads = new ArrayList<>();
            boolean whole = true;
            for (int p = i; p < end; p++) {
                whole &= p == i || follows(packets.get(p - 1), packets.get(p));
                MemorySegment payload = payload(packets.get(p).bytes());
                if (payload.byteSize() > 0) {
                    payloads.add(payload);
                }
            }
            if (!payloads.isEmpty()) {
                boolean marked = RtpHeader.marker(packets.get(end - 1).bytes(), 0);
                EncodedFrame frame = vp8Frame(taken[i], payloads);
                whole &= marked && startsFrame(payloads.getFirst());
                decodable = whole && (frame.key() || (decodable && joined));
                if (decodable) {
                    frames.add(frame);
                }
            } else {
                // Packets of nothing but padding belong to no frame.
                decodable &= joined && whole;
            }
            i = end;
        }
        return frames;
    }

    private static int endOfFrame(List<CapturedPacket> packets, int from) {
        CapturedPacket first = packets.get(from);
        long timestamp = RtpHeader.timestamp(first.bytes(), 0);
        boolean empty = payload(first.bytes()).byteSize() == 0;
        int end = from + 1;
        while (end < packets.size()
                && packets.get(end).ssrc() == first.ssrc()
                && RtpHeader.timestamp(packets.get(end).bytes(), 0) == timestamp
                && payload(packets.get(end).bytes()).byteSize() == 0 == empty) {
            end++;
        }
        return end;
    }

    private static boolean follows(CapturedPacket before, CapturedPacket after) {
        return before.ssrc() == after.ssrc() && before.sequence() + 1 == after.sequence();
    }

    private static boolean startsFrame(MemorySegment payload) {
        return Vp8Payload.startsFrame(payload, 0, (int) payload.byteSize());
    }

    private static EncodedFrame vp8Frame(long nanos, List<MemorySegment> payloads) {
        MemorySegment first = payloads.getFirst();
        int length = (int) first.byteSize();
        boolean key =
                Vp8Payload.startsKeyframe(first, 0, length) && Vp8Payload.width(first, 0, length) != Vp8Payload.NONE;
        List<MemorySegment> parts = new ArrayList<>();
        for (MemorySegment payload : payloads) {
            int descriptor = Vp8Payload.descriptorLength(payload, 0, (int) payload.byteSize());
            parts.add(descriptor == Vp8Payload.NONE ? payload.asSlice(0, 0) : payload.asSlice(descriptor));
        }
        return new EncodedFrame(
                nanos,
                key,
                key ? Vp8Payload.width(first, 0, length) : 0,
                key ? Vp8Payload.height(first, 0, length) : 0,
                parts);
    }

    /** The payload without header and padding; empty for malformed padding. */
    static MemorySegment payload(MemorySegment packet) {
        int length = (int) packet.byteSize();
        int header = RtpHeader.length(packet, 0, length);
        int padding = RtpHeader.paddingLength(packet, 0, length, header);
        return padding == RtpHeader.MALFORMED
                ? packet.asSlice(0, 0)
                : packet.asSlice(header, length - header - padding);
    }
}
