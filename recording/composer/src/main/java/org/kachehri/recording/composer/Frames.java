package org.kachehri.recording.composer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.recording.capture.CapturedPacket;

/** Puts the packets of a track of pictures together to frames. What can't be decoded (a frame with a missing packet, and all that build on it) is left out. */
final class Frames {
    private Frames() {}

    /** A frame is the packets of one timestamp, from one that may begin it to the marker (in all payload formats of pictures). */
    static List<EncodedFrame> of(PictureCodec codec, List<CapturedPacket> packets, long[] taken) throws IOException {
        List<EncodedFrame> frames = new ArrayList<>();
        boolean decodable = false;
        int i = 0;
        try (PictureSize size = new PictureSize(codec)) {
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
                    whole &= RtpHeader.marker(packets.get(end - 1).bytes(), 0) && codec.starts(payloads.getFirst());
                    EncodedFrame frame = frame(codec, taken[i], whole ? payloads : List.of(), size);
                    decodable = !frame.parts().isEmpty() && (frame.key() || (decodable && joined));
                    if (decodable) {
                        frames.add(frame);
                    }
                } else {
                    // Packets of nothing but padding belong to no frame.
                    decodable &= joined && whole;
                }
                i = end;
            }
        }
        return frames;
    }

    /** Without parts when its payloads don't make a frame. */
    private static EncodedFrame frame(PictureCodec codec, long nanos, List<MemorySegment> payloads, PictureSize size)
            throws IOException {
        List<MemorySegment> parts = payloads.isEmpty() ? List.of() : codec.bitstream(payloads);
        boolean key = !parts.isEmpty() && codec.isKey(payloads);
        return size.sized(new EncodedFrame(nanos, key, 0, 0, parts));
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
