package org.kachehri.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.media.rtp.Vp9Payload;

/**
 * Turns the rows of a trace into plain RTP packets of one publisher, numbered transport-wide as a browser numbers them; over and
 * over, in numbers that go on. Owned by one thread.
 */
final class TracePackets {

    static final int AUDIO_PAYLOAD_TYPE = 111;
    static final int VIDEO_PAYLOAD_TYPE = 96;
    static final int TRANSPORT_WIDE_EXTENSION = 5;
    static final int RID_EXTENSION = 6;

    /** A browser writes the RID until it hears of its packets' arrival. */
    private static final int NAMED_PACKETS = 100;

    private static final int HEADER_LENGTH = 12;

    private final List<Trace.Stream> streams;
    private final long firstSsrc;
    private final int[] sequence;
    private final long[] timestamp;
    private final int[] written;
    private final int[] pictures;
    private final int[] firstPicture;
    private final int[] lastPicture;
    private int transportNumber;

    /** The streams' SSRCs are this one and those after it. */
    TracePackets(Trace trace, long firstSsrc) {
        streams = trace.streams();
        this.firstSsrc = firstSsrc;
        sequence = new int[streams.size()];
        timestamp = new long[streams.size()];
        written = new int[streams.size()];
        pictures = new int[streams.size()];
        firstPicture = new int[streams.size()];
        lastPicture = new int[streams.size()];
        java.util.Arrays.fill(firstPicture, -1);
    }

    /** The next packet; returns its bytes. Its last eight are the moment in which it was written, if it has room for them. */
    int write(Trace.Packet packet, MemorySegment plain) {
        int stream = packet.stream();
        boolean video = streams.get(stream).video();
        timestamp[stream] += packet.ticks();
        NetworkBytes.putU8(plain, 0, 0x90);
        NetworkBytes.putU8(plain, 1, (packet.marker() ? 0x80 : 0) | (video ? VIDEO_PAYLOAD_TYPE : AUDIO_PAYLOAD_TYPE));
        NetworkBytes.putU16(plain, 2, sequence[stream]++ & 0xFFFF);
        NetworkBytes.putU32(plain, 4, timestamp[stream] & 0xFFFF_FFFFL);
        NetworkBytes.putU32(plain, 8, firstSsrc + stream);
        int payload = HEADER_LENGTH + extensions(stream, plain);
        MemorySegment.copy(packet.head(), 0, plain, ValueLayout.JAVA_BYTE, payload, packet.head().length);
        if (video) {
            number(stream, plain, payload, packet.length());
        }
        int length = payload + packet.length();
        if (packet.length() >= packet.head().length + Long.BYTES) {
            NetworkBytes.putI64(plain, length - Long.BYTES, System.nanoTime());
        }
        return length;
    }

    private int extensions(int stream, MemorySegment plain) {
        int end = HEADER_LENGTH + 4;
        NetworkBytes.putU8(plain, end, TRANSPORT_WIDE_EXTENSION << 4 | 1);
        NetworkBytes.putU16(plain, end + 1, transportNumber++ & 0xFFFF);
        end += 3;
        String rid = streams.get(stream).rid();
        if (!rid.isEmpty() && written[stream]++ < NAMED_PACKETS) {
            NetworkBytes.putU8(plain, end++, RID_EXTENSION << 4 | rid.length() - 1);
            for (int i = 0; i < rid.length(); i++) {
                NetworkBytes.putU8(plain, end++, rid.charAt(i));
            }
        }
        return (int) (HeaderExtensions.closeBlock(plain, 0, HEADER_LENGTH, end) - HEADER_LENGTH);
    }

    /** Pictures go on counting when the trace begins anew. */
    private void number(int stream, MemorySegment plain, int payload, int length) {
        String codec = streams.get(stream).codec();
        int recorded =
                switch (codec) {
                    case "VP8" -> Vp8Payload.pictureId(plain, payload, length);
                    case "VP9" -> Vp9Payload.pictureId(plain, payload, length);
                    default -> Vp8Payload.NONE;
                };
        if (recorded == Vp8Payload.NONE) {
            return;
        }
        if (firstPicture[stream] < 0) {
            firstPicture[stream] = recorded;
            lastPicture[stream] = recorded;
        }
        int step = recorded - lastPicture[stream] & 0x7FFF;
        // Backwards is the beginning of the trace again: the next picture.
        pictures[stream] += step < 0x4000 ? step : 1;
        lastPicture[stream] = recorded;
        int picture = firstPicture[stream] + pictures[stream] & 0x7FFF;
        if (codec.equals("VP8")) {
            Vp8Payload.rewritePictures(plain, payload, length, picture, Vp8Payload.NONE);
        } else {
            Vp9Payload.rewritePictures(plain, payload, length, picture, Vp9Payload.NONE);
        }
    }
}
