package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.sfu.TransportState.Handshake;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.SrtpSender;

/**
 * The shard's side of the DTLS port: who may begin a handshake and when, one a transport, so many at once, for so long. Not
 * thread-safe.
 */
final class Handshakes {
    /** Implementations give a handshake 30 s; 5 s more, so that they tell first why it failed. */
    private static final long MAX_HANDSHAKE_NANOS = 35_000_000_000L;

    private final int maxAtOnce;
    private final CipherSuites ciphers;
    private final DtlsHandshakes dtls;
    private final OutArena out;
    private final ShardCounters counters;
    private final Deadline deadline;
    private int running;

    Handshakes(
            int maxAtOnce,
            CipherSuites ciphers,
            DtlsHandshakes dtls,
            OutArena out,
            ShardCounters counters,
            Deadline deadline) {
        this.maxAtOnce = maxAtOnce;
        this.ciphers = ciphers;
        this.dtls = dtls;
        this.out = out;
        this.counters = counters;
        this.deadline = deadline;
    }

    int running() {
        return running;
    }

    /** One DTLS datagram from an address that belongs to the transport. */
    void received(long nowNanos, TransportState transport, Batch batch, int i) {
        if (begin(nowNanos, transport)) {
            dtls.received(transport.id, batch.bytes, batch.offset(i), batch.length[i]);
        }
    }

    /** The transport has a path: the side that begins the handshake begins. */
    void pathFound(long nowNanos, TransportState transport) {
        if (transport.role == DtlsRole.CLIENT && transport.handshake == Handshake.NOT_BEGUN) {
            begin(nowNanos, transport);
        }
    }

    /** Whether the transport has a handshake that wants bytes. */
    private boolean begin(long nowNanos, TransportState transport) {
        return switch (transport.handshake) {
            case RUNNING, DONE -> true;
            case FAILED -> {
                counters.count(Reason.DROPPED_DTLS_FAILED);
                yield false;
            }
            case NOT_BEGUN -> {
                if (running >= maxAtOnce) {
                    // Its ClientHello comes again in a second (RFC 6347 section 4.2.4.1).
                    counters.count(Reason.DROPPED_DTLS_TOO_MANY);
                    yield false;
                }
                running++;
                transport.handshake = Handshake.RUNNING;
                transport.handshakeNanos = nowNanos;
                deadline.lower(transport, nowNanos + MAX_HANDSHAKE_NANOS);
                dtls.begin(transport.id, transport.role, transport.remoteFingerprint);
                yield true;
            }
        };
    }

    /** Bytes for the peer; the last words of a handshake may outlive its transport, and that is no refusal. */
    String outbound(TransportState transport, byte[] bytes) {
        if (transport != null && transport.path >= 0 && bytes.length > 0) {
            out.reserve(bytes.length);
            long start = out.position;
            MemorySegment.copy(bytes, 0, out.bytes, ValueLayout.JAVA_BYTE, start, bytes.length);
            out.position += bytes.length;
            out.datagram(transport, start);
        }
        return null;
    }

    /** The keys are there. */
    String succeeded(long nowNanos, TransportState transport, SrtpKeys keys, Effects effects) {
        if (transport == null || transport.handshake != Handshake.RUNNING) {
            return "no handshake";
        }
        running--;
        transport.handshake = Handshake.DONE;
        transport.sender = new SrtpSender(keys, ciphers);
        transport.receiver = new SrtpReceiver(keys, ciphers);
        transport.capture();
        transport.heardNanos = nowNanos;
        transport.reportDueNanos = nowNanos;
        deadline.lower(transport, nowNanos);
        effects.emit(new ShardEvent.TransportConnected(transport.id));
        return null;
    }

    String failed(TransportState transport, String reason, Effects effects) {
        if (transport == null || transport.handshake != Handshake.RUNNING) {
            return "no handshake";
        }
        running--;
        transport.handshake = Handshake.FAILED;
        transport.early = null;
        effects.emit(new ShardEvent.HandshakeFailed(transport.id, reason));
        return null;
    }

    /**
     * Ends a handshake that takes too long: its implementation has a limit of its own, but a slot must not depend on it.
     *
     * @return when to look again
     */
    long endLate(long nowNanos, TransportState transport, Effects effects) {
        if (transport.handshake != Handshake.RUNNING) {
            return Long.MAX_VALUE;
        }
        long limitNanos = transport.handshakeNanos + MAX_HANDSHAKE_NANOS;
        if (nowNanos < limitNanos) {
            return limitNanos;
        }
        dtls.end(transport.id);
        failed(transport, "no answer", effects);
        return Long.MAX_VALUE;
    }

    /** The transport is closed. */
    void end(TransportState transport) {
        if (transport.handshake == Handshake.RUNNING) {
            running--;
        }
        if (transport.handshake != Handshake.NOT_BEGUN) {
            dtls.end(transport.id);
        }
    }
}
