package org.kachehri.media.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;

/**
 * {@link DtlsHandshakes} by BouncyCastle, which blocks: one virtual thread a handshake. Its methods are called on the
 * shard's thread and never wait; the answers come from the handshakes' threads.
 */
public final class BouncyCastleDtls implements DtlsHandshakes {

    /** A handshake costs some 15 ms of a core, so 256 at once keep one core busy for 4 s and hold about 20 MB. */
    static final int MAX_HANDSHAKES = 256;

    private final DtlsIdentity identity;
    private final DtlsAnswers answers;
    private final LongSupplier nanoClock;
    private final Map<Integer, DtlsAssociation> associations = new HashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** With an identity of its own, for whoever is a peer without being a node. */
    public static BouncyCastleDtls create(SecureRandom random, Instant now, DtlsAnswers answers) {
        return new BouncyCastleDtls(DtlsIdentity.create(random, now), answers, System::nanoTime);
    }

    BouncyCastleDtls(DtlsIdentity identity, DtlsAnswers answers, LongSupplier nanoClock) {
        this.identity = identity;
        this.answers = answers;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begin(int transport, DtlsRole role, String remoteFingerprint) {
        end(transport);
        if (underWay.incrementAndGet() > MAX_HANDSHAKES) {
            underWay.decrementAndGet();
            answers.failed(transport, "too many handshakes at once");
            return;
        }
        DtlsAssociation association = new DtlsAssociation(
                transport,
                role,
                new DtlsTerms(identity, role, remoteFingerprint),
                answers,
                nanoClock,
                underWay::decrementAndGet);
        associations.put(transport, association);
        association.start();
    }

    @Override
    public void received(int transport, MemorySegment bytes, long offset, int length) {
        DtlsAssociation association = associations.get(transport);
        if (association != null) {
            byte[] copy = new byte[length];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
            association.offer(copy);
        }
    }

    @Override
    public void end(int transport) {
        DtlsAssociation association = associations.remove(transport);
        if (association != null) {
            association.end();
        }
    }

    /** Ends all; the node is closing. */
    void endAll() {
        associations.values().forEach(DtlsAssociation::end);
        associations.clear();
    }

    @Override
    public String localFingerprint() {
        return identity.fingerprint();
    }
}
