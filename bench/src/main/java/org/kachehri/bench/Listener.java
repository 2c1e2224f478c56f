package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.kachehri.media.congestion.FeedbackBuilder;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.PacketKind;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.SrtpSender;

/**
 * The receiving half of one subscriber: counts what arrives and tells the server when it did, by the transport-wide numbers, as a
 * browser does; without opening it, since those numbers stand in the clear. On wish it stands behind a narrow line, by what it
 * tells. Owned by one thread; its figures may be read by others.
 */
final class Listener implements AutoCloseable {

    /** The header with every extension that is sent here. */
    private static final int HEAD = 64;

    /** Half an hour of a camera's packets. */
    private static final int MAX_LATENCIES = 1 << 19;

    private static final long SENDER_SSRC = 1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment datagram = arena.allocate(2048);
    private final MemorySegment plain = arena.allocate(2048);
    private final MassClient client;
    /** Null if trains are to be cut by the kernel. */
    private final MemorySegment train;

    private final int extension;
    private final FeedbackBuilder feedback = new FeedbackBuilder();
    private final SrtpSender sender;

    /** Null while nothing is opened. */
    private SrtpReceiver opener;

    private double[] millis = {};
    private int latencies;
    private long lineBps;
    private long lineFreeNanos;
    private long mediaSsrc;
    private volatile long heard;
    private volatile long bytes;

    /** The client must have its keys. */
    Listener(MassClient client) {
        this(client, null);
    }

    /** Takes trains as they were sent if there is room for one, which listeners of one thread may share. */
    Listener(MassClient client, MemorySegment train) {
        this.client = client;
        this.train = train;
        extension = client.server().transportWideExtension();
        sender = new SrtpSender(client.keys(), CipherSuites.best());
    }

    /** Also opens what comes from now on and keeps how long the packets of pictures were under way. */
    void open() {
        opener = new SrtpReceiver(client.keys(), CipherSuites.best());
        millis = new double[MAX_LATENCIES];
    }

    /** From now on what it tells is as if it stood behind a line of this width; its queue has no end. */
    void line(long bps) {
        lineBps = bps;
    }

    /** RTP packets so far. */
    long heard() {
        return heard;
    }

    /** Bytes of them on the line, with the headers of UDP and IPv4. */
    long bytes() {
        return bytes;
    }

    /** Forgets the latencies so far. */
    void forget() {
        latencies = 0;
    }

    /** Sorted. */
    double[] latencies() {
        double[] sorted = Arrays.copyOf(millis, latencies);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Takes what is there and answers it when it is time. */
    void hear(long nowNanos) throws IOException {
        if (train == null) {
            hearDatagrams(nowNanos);
        } else {
            hearTrains(nowNanos);
        }
        while (extension > 0 && feedback.due(nowNanos)) {
            int length = feedback.write(plain, 0, 1024, SENDER_SSRC, mediaSsrc, nowNanos);
            client.sink().send(datagram, sender.sealRtcp(plain, 0, length, datagram, 0));
        }
    }

    private void hearDatagrams(long nowNanos) {
        int room = opener == null ? HEAD : (int) datagram.byteSize();
        for (int length = client.sink().receiveHead(datagram, room);
                length > 0;
                length = client.sink().receiveHead(datagram, room)) {
            if (PacketKind.of(datagram, 0, Math.min(length, room)) == PacketKind.RTP) {
                rtp(length, Math.min(length, room), nowNanos);
            }
        }
    }

    private void hearTrains(long nowNanos) {
        int room = opener == null ? HEAD : (int) datagram.byteSize();
        for (int length = client.sink().receiveTrain(train);
                length > 0;
                length = client.sink().receiveTrain(train)) {
            int piece = client.sink().pieceLength();
            for (int at = 0, step = piece > 0 ? piece : length; at < length; at += step) {
                int size = Math.min(step, length - at);
                int seen = Math.min(size, room);
                MemorySegment.copy(train, at, datagram, 0, seen);
                if (PacketKind.of(datagram, 0, seen) == PacketKind.RTP) {
                    rtp(size, seen, nowNanos);
                }
            }
        }
    }

    private void rtp(int length, int seen, long nowNanos) {
        heard++;
        int onTheLine = length + 28;
        bytes += onTheLine;
        long arrival = nowNanos;
        if (lineBps > 0) {
            lineFreeNanos = Math.max(lineFreeNanos, nowNanos) + onTheLine * 8_000_000_000L / lineBps;
            arrival = lineFreeNanos;
        }
        if (extension > 0) {
            long element = HeaderExtensions.find(datagram, 0, seen, extension);
            if (element != HeaderExtensions.NONE) {
                mediaSsrc = RtpHeader.ssrc(datagram, 0);
                feedback.received(
                        NetworkBytes.u16(datagram, HeaderExtensions.valueOffset(0, element)),
                        RtpHeader.marker(datagram, 0),
                        arrival);
            }
        }
        boolean picture = RtpHeader.payloadType(datagram, 0) == TracePackets.VIDEO_PAYLOAD_TYPE;
        if (opener != null) {
            int opened = opener.open(datagram, 0, length, plain, 0);
            if (opened > 0 && picture && latencies < millis.length) {
                int end = opened - RtpHeader.paddingLength(plain, 0, opened, RtpHeader.length(plain, 0, opened));
                long departed = NetworkBytes.i64(plain, end - Long.BYTES);
                // A packet too short for the moment has none.
                if (departed <= nowNanos && nowNanos - departed < 60_000_000_000L) {
                    millis[latencies++] = (nowNanos - departed) / 1e6;
                }
            }
        }
    }

    @Override
    public void close() {
        sender.close();
        if (opener != null) {
            opener.close();
        }
        arena.close();
    }
}
