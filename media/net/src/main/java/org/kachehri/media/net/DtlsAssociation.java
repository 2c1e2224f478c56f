package org.kachehri.media.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.kachehri.media.transport.DtlsRole;

/**
 * One handshake and what follows it, on a virtual thread of its own: {@link #run} blocks as the library wants, {@link
 * #offer} and {@link #end} are called on the shard's thread.
 */
final class DtlsAssociation implements DatagramTransport, Runnable {

    /** Chromium's flights are 2-4 datagrams and peers repeat them after 50 ms or more; 32 × 2 kB a handshake. */
    private static final int INBOUND = 32;

    /** Below the MTU of every tunnel a point may stand behind (IPv6 minimum 1280, minus IPv6, UDP and TURN headers). */
    private static final int SEND_LIMIT = 1200;

    private static final int RECEIVE_LIMIT = 2048;

    /**
     * How long we answer a peer that repeats its last flight because ours was lost: the 2 × 2 min that BouncyCastle
     * keeps it (RFC 6347, section 4.2.4).
     */
    private static final long LINGER_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final int transport;
    private final DtlsRole role;
    private final DtlsTerms terms;
    private final DtlsAnswers answers;
    private final LongSupplier nanoClock;
    private final Runnable onHandshakeOver;
    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(INBOUND);
    private final Thread thread;
    private volatile boolean ended;
    private long deadlineNanos;

    DtlsAssociation(
            int transport,
            DtlsRole role,
            DtlsTerms terms,
            DtlsAnswers answers,
            LongSupplier nanoClock,
            Runnable onHandshakeOver) {
        this.transport = transport;
        this.role = role;
        this.terms = terms;
        this.answers = answers;
        this.nanoClock = nanoClock;
        this.onHandshakeOver = onHandshakeOver;
        thread = Thread.ofVirtual().name("dtls-" + transport).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Takes over the array; a full queue loses it, as the network might. */
    void offer(byte[] datagram) {
        inbound.offer(datagram);
    }

    void end() {
        ended = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        DTLSTransport association;
        try {
            deadlineNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(DtlsTerms.HANDSHAKE_LIMIT_MILLIS);
            association = switch (role) {
                case SERVER -> new DTLSServerProtocol().accept(new DtlsServerEnd(terms), this);
                case CLIENT -> new DTLSClientProtocol().connect(new DtlsClientEnd(terms), this);
            };
        } catch (IOException | RuntimeException e) {
            // RuntimeException: hostile input finds such ways through the library; it ends this handshake only.
            if (!ended) {
                answers.failed(transport, reason(e));
            }
            return;
        } finally {
            onHandshakeOver.run();
        }
        if (!ended) {
            answers.keys(transport, terms.keys());
            linger(association);
        }
    }

    /** Reads on, so that the library can repeat our last flight; application data isn't for us. */
    private void linger(DTLSTransport association) {
        byte[] ignored = new byte[RECEIVE_LIMIT];
        deadlineNanos = nanoClock.getAsLong() + LINGER_NANOS;
        try {
            while (!ended && nanoClock.getAsLong() < deadlineNanos) {
                association.receive(ignored, 0, ignored.length, (int) TimeUnit.NANOSECONDS.toMillis(LINGER_NANOS));
            }
        } catch (IOException | RuntimeException e) {
            // The peer closed, or its alert was fatal: SRTP has its keys and ICE notices the silence.
            System.getLogger(DtlsAssociation.class.getName())
                    .log(System.Logger.Level.DEBUG, "DTLS of transport " + transport + " over", e);
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case TlsTimeoutException timeout -> "timeout";
            case InterruptedIOException timeout -> "timeout";
            case TlsFatalAlertReceived alert -> "peer said " + AlertDescription.getName(alert.getAlertDescription());
            case TlsFatalAlert alert -> AlertDescription.getName(alert.getAlertDescription());
            default -> e.toString();
        };
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        long left = deadlineNanos - nanoClock.getAsLong();
        if (ended || left <= 0) {
            throw new InterruptedIOException("DTLS ended or took too long");
        }
        // 0 means for ever to the library.
        long wait = waitMillis == 0 ? left : Math.min(left, TimeUnit.MILLISECONDS.toNanos(waitMillis));
        try {
            byte[] datagram = inbound.poll(wait, TimeUnit.NANOSECONDS);
            if (datagram == null) {
                return -1;
            }
            int taken = Math.min(datagram.length, length);
            System.arraycopy(datagram, 0, buffer, offset, taken);
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("DTLS ended");
            stopped.initCause(e);
            throw stopped;
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (!ended) {
            byte[] datagram = new byte[length];
            System.arraycopy(buffer, offset, datagram, 0, length);
            answers.outbound(transport, datagram);
        }
    }

    @Override
    public void close() {
        // The socket is the shard's.
    }
}
