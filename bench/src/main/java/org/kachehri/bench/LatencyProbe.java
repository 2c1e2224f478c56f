package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.SrtpSender;

/**
 * How long a packet is under way: one sound packet at a time from one socket to another, with the moment of its departure
 * inside. Without keys it travels as it is. Owned by one thread, which both sends and hears.
 */
final class LatencyProbe implements AutoCloseable {

    /** A speaker's bytes in 20 ms. */
    private static final int LENGTH = 120;

    private static final int NANOS_AT = 100;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(15);

    /** Its own code is compiled by then. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment plain = arena.allocate(2048);
    private final MemorySegment datagram = arena.allocate(2048);
    private final DroppingSink from;
    private final DroppingSink to;
    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final long ssrc;
    private int sequence;

    /**
     * What was heard.
     *
     * @param millis sorted
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Heard(double[] millis, int sent) {
        double percentile(double share) {
            // What never came took longer than anything that did.
            int position = (int) Math.ceil(share * sent) - 1;
            return position < millis.length ? millis[position] : Double.POSITIVE_INFINITY;
        }
    }

    /** The keys are null for a server that has none. */
    LatencyProbe(DroppingSink from, SrtpKeys fromKeys, long ssrc, DroppingSink to, SrtpKeys toKeys) {
        this.from = from;
        this.to = to;
        this.ssrc = ssrc;
        sender = fromKeys == null ? null : new SrtpSender(fromKeys, CipherSuites.best());
        receiver = toKeys == null ? null : new SrtpReceiver(toKeys, CipherSuites.best());
    }

    Heard listen(long nanos) throws IOException {
        first();
        hear(WARM_UP_NANOS);
        return hear(nanos);
    }

    /** Before every other thread on this core, so that what is measured isn't how long the load lets it wait. */
    private static void first() throws IOException {
        String thread = Path.of("/proc/thread-self").toRealPath().getFileName().toString();
        Process process = new ProcessBuilder("chrt", "--fifo", "--pid", "1", thread)
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("chrt failed; the load needs the right to set priorities");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Heard hear(long nanos) throws IOException {
        int most = (int) (nanos / INTERVAL_NANOS) + 1;
        double[] millis = new double[most];
        int heard = 0;
        int sent = 0;
        long end = System.nanoTime() + nanos;
        long due = System.nanoTime();
        while (System.nanoTime() < end) {
            if (System.nanoTime() >= due && sent < most) {
                send();
                sent++;
                due = Math.max(due + INTERVAL_NANOS, System.nanoTime());
            }
            long departed = receive();
            if (departed >= 0) {
                millis[heard++] = (System.nanoTime() - departed) / 1e6;
            } else {
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
        }
        double[] sorted = Arrays.copyOf(millis, heard);
        Arrays.sort(sorted);
        return new Heard(sorted, sent);
    }

    private void send() throws IOException {
        NetworkBytes.putU8(plain, 0, 0x80);
        NetworkBytes.putU8(plain, 1, TracePackets.AUDIO_PAYLOAD_TYPE);
        NetworkBytes.putU16(plain, 2, sequence++ & 0xFFFF);
        NetworkBytes.putU32(plain, 4, sequence * 960L & 0xFFFF_FFFFL);
        NetworkBytes.putU32(plain, 8, ssrc);
        NetworkBytes.putI64(plain, NANOS_AT, System.nanoTime());
        if (sender == null) {
            from.send(plain, LENGTH);
        } else {
            from.send(datagram, sender.seal(plain, 0, LENGTH, datagram, 0));
        }
    }

    /** When the next packet that is here departed, or -1. */
    private long receive() {
        int length = to.receive(datagram);
        if (length <= 0) {
            return -1;
        }
        if (receiver == null) {
            return NetworkBytes.i64(datagram, NANOS_AT);
        }
        int opened = receiver.open(datagram, 0, length, plain, 0);
        if (opened < LENGTH) {
            return -1;
        }
        // The server may have added a header extension; the moment stands at its place in the payload.
        int header = RtpHeader.length(plain, 0, opened);
        return NetworkBytes.i64(plain, header + NANOS_AT - RtpHeader.MIN_LENGTH);
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
            receiver.close();
        }
        arena.close();
    }
}
