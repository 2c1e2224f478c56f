package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpSender;

/**
 * A publisher on a thread of its own: sends the trace at its own pace, over and over, sealed, one datagram at a time as a
 * browser does.
 */
final class TraceSender implements AutoCloseable {

    static final int AUDIO_PAYLOAD_TYPE = 111;
    static final int VIDEO_PAYLOAD_TYPE = 96;
    static final long AUDIO_SSRC = 0x0A0D_1001L;
    static final long VIDEO_SSRC = 0x0B1D_2002L;

    /** Shorter gaps are spun through: a sleep of the kernel is some 60 µs too long. */
    private static final long SPIN_NANOS = 120_000;

    private static final int FRAME_TICKS = 3000;
    private static final int OPUS_TICKS = 960;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment plain = arena.allocate(2048);
    private final MemorySegment sealed = arena.allocate(2048);
    private final MediaSockets sockets =
            MediaSockets.open(NetSettings.defaults().withBindAddress("127.0.0.1"));
    private final Trace trace;
    private final SrtpSender sender;
    private final Loopback node;
    private final Thread thread;
    private volatile boolean closing;
    private int audioSequence;
    private int videoSequence;
    private long audioTimestamp;
    private long videoTimestamp;
    private int pictureId;
    private boolean frameBegins = true;
    private boolean keyframe = true;

    TraceSender(Trace trace, SrtpKeys keys, Loopback node) throws IOException {
        this.trace = trace;
        this.node = node;
        sender = new SrtpSender(keys, CipherSuites.best());
        thread = Thread.ofPlatform().name("trace-sender").daemon().unstarted(this::run);
    }

    MediaSockets sockets() {
        return sockets;
    }

    void start() {
        thread.start();
    }

    private void run() {
        long due = System.nanoTime();
        while (!closing) {
            for (int i = 0; i < trace.packets().size() && !closing; i++) {
                Trace.Packet packet = trace.packets().get(i);
                due += packet.gapMicros() * 1000L;
                Pace.until(due, SPIN_NANOS);
                int length = packet.video() ? writeVideo(packet) : writeAudio(packet);
                int sealedLength = sender.seal(plain, 0, length, sealed, 0);
                if (sealedLength < 0) {
                    throw new IllegalStateException("the publisher can't seal: " + sealedLength);
                }
                sockets.send(0, node.hostLow(), node.port(), sealed, 0, sealedLength, sealedLength);
                sockets.flush();
            }
        }
    }

    private int writeAudio(Trace.Packet packet) {
        header(AUDIO_PAYLOAD_TYPE, true, audioSequence++, audioTimestamp, AUDIO_SSRC);
        audioTimestamp += OPUS_TICKS;
        return packet.length();
    }

    /** VP8 with the descriptor that Chromium writes: a 15-bit picture id (RFC 7741, section 4.2). */
    private int writeVideo(Trace.Packet packet) {
        header(VIDEO_PAYLOAD_TYPE, packet.marker(), videoSequence++, videoTimestamp, VIDEO_SSRC);
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

    private void header(int payloadType, boolean marker, int sequence, long timestamp, long ssrc) {
        NetworkBytes.putU8(plain, 0, 0x80);
        NetworkBytes.putU8(plain, 1, (marker ? 0x80 : 0) | payloadType);
        NetworkBytes.putU16(plain, 2, sequence & 0xFFFF);
        NetworkBytes.putU32(plain, 4, timestamp & 0xFFFF_FFFFL);
        NetworkBytes.putU32(plain, 8, ssrc);
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        LockSupport.unpark(thread);
        Pace.untilEnd(thread);
        sockets.close();
        sender.close();
        arena.close();
    }
}
