package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.Stun;

/**
 * One peer connection of the load: a controlling ICE agent and a DTLS client on one socket. Its checks are written by one
 * thread at a time; DTLS sends from a thread of its own.
 */
final class MassClient implements AutoCloseable {

    /** A host candidate's (RFC 8445, section 5.1.2.1), as a peer-reflexive one. */
    private static final long PRIORITY = 1_845_501_695L;

    private final IceCredentials own;
    private final DroppingSink sink;
    private final String fingerprint;
    private final UdpAddress address;
    private final SplittableRandom random;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment check = arena.allocate(Stun.MAX_WRITTEN_LENGTH);
    private MeasuredServer.End server;
    private boolean checked;
    private volatile SrtpKeys keys;

    /** On the host of this address; it sends there until it knows its server. */
    MassClient(UdpAddress host, String fingerprint, SplittableRandom random) throws IOException {
        this.random = random;
        this.fingerprint = fingerprint;
        own = IceCredentials.random(random);
        sink = new DroppingSink(host);
        address = new UdpAddress(host.host(), sink.localPort());
    }

    MeasuredServer.End end() {
        return new MeasuredServer.End(own.ufrag(), own.pwd(), fingerprint, address, 0);
    }

    void server(MeasuredServer.End end) {
        server = end;
        sink.node(end.address());
    }

    MeasuredServer.End server() {
        return server;
    }

    DroppingSink sink() {
        return sink;
    }

    /** True for the first answer to a check. */
    boolean answered(MemorySegment message, int length) {
        boolean first = !checked
                && Stun.wellFormed(message, 0, length)
                && Stun.type(message, 0) == Stun.BINDING_SUCCESS
                && Stun.integrityValid(message, 0, length, key());
        checked |= first;
        return first;
    }

    /** Answers a full agent's own check; once it has its pair it sends no more than keepalives. */
    void answer(MemorySegment message) throws IOException {
        int length = Stun.writeBindingSuccess(
                check,
                0,
                message,
                0,
                0,
                server.address().hostLow(),
                server.address().port(),
                own.key());
        sink.send(check, length);
    }

    void check() throws IOException {
        int length = Stun.writeBindingRequest(
                check,
                0,
                random.nextInt(),
                random.nextLong(),
                server.ufrag() + ":" + own.ufrag(),
                PRIORITY,
                42,
                checked,
                key());
        sink.send(check, length);
    }

    private byte[] key() {
        return new IceCredentials(server.ufrag(), server.pwd()).key();
    }

    void sendDtls(byte[] datagram) {
        try (Arena one = Arena.ofConfined()) {
            sink.send(one.allocateFrom(ValueLayout.JAVA_BYTE, datagram), datagram.length);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void keys(SrtpKeys agreed) {
        keys = agreed;
    }

    /** Null until the handshake is complete. */
    SrtpKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        sink.close();
        arena.close();
    }
}
