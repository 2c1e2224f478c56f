package org.kachehri.bench;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.NetworkBytes;

/** Turns the rows of a trace into plain RTP packets of one microphone and one VP8 camera. Owned by one thread. */
final class TracePackets {

    static final int AUDIO_PAYLOAD_TYPE = 111;
    static final int VIDEO_PAYLOAD_TYPE = 96;

    private static final int FRAME_TICKS = 3000;
    private static final int OPUS_TICKS = 960;

    private final long audioSsrc;
    private final long videoSsrc;
    private int audioSequence;
    private int videoSequence;
    private long audioTimestamp;
    private long videoTimestamp;
    private int pictureId;
    private boolean frameBegins = true;
    private boolean keyframe = true;

    TracePackets(long audioSsrc, long videoSsrc) {
        this.audioSsrc = audioSsrc;
        this.videoSsrc = videoSsrc;
    }

    /** Writes the next packet of this kind and length; returns its bytes. */
    int write(Trace.Packet packet, MemorySegment plain) {
        return packet.video() ? writeVideo(packet, plain) : writeAudio(packet, plain);
    }

    private int writeAudio(Trace.Packet packet, MemorySegment plain) {
        header(plain, AUDIO_PAYLOAD_TYPE, true, audioSequence++, audioTimestamp, audioSsrc);
        audioTimestamp += OPUS_TICKS;
        return packet.length();
    }

    /** VP8 with the descriptor that Chromium writes: a 15-bit picture id (RFC 7741, section 4.2). */
    private int writeVideo(Trace.Packet packet, MemorySegment plain) {
        header(plain, VIDEO_PAYLOAD_TYPE, packet.marker(), videoSequence++, videoTimestamp, videoSsrc);
        NetworkBytes.putU8(plain, 12, frameBegins ? 0x90 : 0x80);
        NetworkBytes.putU8(plain, 13, 0x80);
        NetworkBytes.putU16(plain, 14, 0x8000 | (pictureId & 0x7FFF));
        if (frameBegins) {
            // The payload header: bit 0 clear is a keyframe, which then carries its start code and 1280x720.
            NetworkBytes.putU8(plain, 16, keyframe ? 0x10 : 0x11);
            NetworkBytes.putU16(plain, 19, 0x9D01);
            NetworkBytes.putU8(plain, 21, 0x2A);
            NetworkBytes.putU16(plain, 22, 0x0005);
            NetworkBytes.putU16(plain, 24, 0xD002);
        }
        frameBegins = packet.marker();
        if (packet.marker()) {
            keyframe = pictureId % 300 == 299;
            pictureId++;
            videoTimestamp += FRAME_TICKS;
        }
        return packet.length();
    }

    private static void header(
            MemorySegment plain, int payloadType, boolean marker, int sequence, long timestamp, long ssrc) {
        NetworkBytes.putU8(plain, 0, 0x80);
        NetworkBytes.putU8(plain, 1, (marker ? 0x80 : 0) | payloadType);
        NetworkBytes.putU16(plain, 2, sequence & 0xFFFF);
        NetworkBytes.putU32(plain, 4, timestamp & 0xFFFF_FFFFL);
        NetworkBytes.putU32(plain, 8, ssrc);
    }
}
