package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpSender;

/**
 * A publisher on a thread of its own: sends the trace at its own pace, over and over, sealed, one datagram at a time as a
 * browser does.
 */
final class TraceSender implements AutoCloseable {

    static final long AUDIO_SSRC = 0x0A0D_1001L;
    static final long VIDEO_SSRC = AUDIO_SSRC + 1;

    /** Shorter gaps are spun through: a sleep of the kernel is some 60 µs too long. */
    private static final long SPIN_NANOS = 120_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment plain = arena.allocate(2048);
    private final MemorySegment sealed = arena.allocate(2048);
    private final MediaSockets sockets =
            MediaSockets.open(NetSettings.defaults().withBindAddress("127.0.0.1"));
    private final Trace trace;
    private final TracePackets packets;
    private final SrtpSender sender;
    private final UdpAddress node;
    private final Thread thread;
    private volatile boolean closing;

    TraceSender(Trace trace, SrtpKeys keys, UdpAddress node) throws IOException {
        this.trace = trace;
        packets = new TracePackets(trace, AUDIO_SSRC);
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
                int length = packets.write(packet, plain);
                int sealedLength = sender.seal(plain, 0, length, sealed, 0);
                if (sealedLength < 0) {
                    throw new IllegalStateException("the publisher can't seal: " + sealedLength);
                }
                sockets.send(0, node.hostLow(), node.port(), sealed, 0, sealedLength, sealedLength);
                sockets.flush();
            }
        }
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
