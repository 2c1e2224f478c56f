package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.Stun;

/**
 * The answering side of ICE (RFC 8445 section 7.3, lite): a check with a known name and valid integrity makes its sender's address one
 * that belongs to the transport, and nomination makes it the path. Nothing else is ever believed about where a peer is. Not thread-safe.
 */
final class IceChecks {
    private final Map<String, IceGeneration> byUfrag = new HashMap<>();
    private final AddressMap byAddress;
    private final OutArena out;
    private final ShardCounters counters;
    private final MemorySegment scratch;

    IceChecks(AddressMap byAddress, OutArena out, ShardCounters counters, Arena arena) {
        this.byAddress = byAddress;
        this.out = out;
        this.counters = counters;
        scratch = arena.allocate(Stun.MAX_WRITTEN_LENGTH, 8);
    }

    boolean knows(String ufrag) {
        return byUfrag.containsKey(ufrag);
    }

    void add(TransportState transport) {
        byUfrag.put(transport.ice.localUfrag, transport.ice);
    }

    /**
     * New credentials for a transport that lives on (RFC 8445 section 9): path, handshake and keys stay, and the old credentials count
     * until the first check with the new ones, so that media goes on meanwhile.
     *
     * @return why not; null if done
     */
    String restart(TransportState transport, IceCredentials local, IceCredentials remote) {
        if (transport == null) {
            return "no such transport";
        }
        IceGeneration known = byUfrag.get(local.ufrag());
        if (known != null) {
            boolean repeated = known.transport == transport && known.remoteUfrag.equals(remote.ufrag());
            return repeated ? null : "ufrag in use";
        }
        if (transport.restarted != null) {
            byUfrag.remove(transport.restarted.localUfrag);
        }
        transport.restarted = new IceGeneration(transport, local, remote);
        byUfrag.put(local.ufrag(), transport.restarted);
        return null;
    }

    /** Names that count; each transport has one or, while it restarts, two. */
    int names() {
        return byUfrag.size();
    }

    void remove(TransportState transport) {
        byUfrag.remove(transport.ice.localUfrag);
        if (transport.restarted != null) {
            byUfrag.remove(transport.restarted.localUfrag);
        }
        for (int i = 0; i < transport.addresses; i++) {
            forget(transport, i);
        }
        transport.addresses = 0;
        transport.path = -1;
    }

    /**
     * One STUN datagram.
     *
     * @return the transport whose check it was, answered already; null if it was refused and counted
     */
    TransportState received(long nowNanos, Batch batch, int i) {
        long offset = batch.offset(i);
        int length = batch.length[i];
        if (!Stun.wellFormed(batch.bytes, offset, length)) {
            counters.count(Reason.DROPPED_STUN_MALFORMED);
            return null;
        }
        if (Stun.type(batch.bytes, offset) != Stun.BINDING_REQUEST) {
            counters.count(Reason.DROPPED_STUN_OTHER);
            return null;
        }
        IceGeneration addressee = addressee(Stun.username(batch.bytes, offset, length));
        if (addressee == null) {
            counters.count(Reason.DROPPED_STUN_UNKNOWN_USER);
            return null;
        }
        // No error response: an answer to a forged request would only serve whoever scans or reflects.
        if (!Stun.integrityValid(batch.bytes, offset, length, addressee.localKey)) {
            counters.count(Reason.DROPPED_STUN_INTEGRITY);
            return null;
        }
        TransportState transport = addressee.transport;
        int address = remember(nowNanos, transport, batch.hostHigh[i], batch.hostLow[i], batch.port[i]);
        // A peer restarts because it lost its way: the path it had isn't worth waiting for its nomination.
        boolean restarted = addressee == transport.restarted;
        if (restarted) {
            byUfrag.remove(transport.ice.localUfrag);
            transport.ice = addressee;
            transport.restarted = null;
        }
        if (transport.path < 0 || restarted || Stun.useCandidate(batch.bytes, offset, length)) {
            transport.path = address;
        }
        answer(addressee, batch, i);
        return transport;
    }

    private IceGeneration addressee(Optional<String> username) {
        if (username.isEmpty()) {
            return null;
        }
        int colon = username.get().indexOf(':');
        if (colon < 0) {
            return null;
        }
        IceGeneration known = byUfrag.get(username.get().substring(0, colon));
        return known != null && username.get().substring(colon + 1).equals(known.remoteUfrag) ? known : null;
    }

    private int remember(long nowNanos, TransportState transport, long high, long low, int port) {
        int address = transport.indexOf(high, low, port);
        if (address < 0) {
            address = transport.addresses < TransportState.MAX_ADDRESSES
                    ? transport.addresses++
                    : leastRecentlyChecked(transport);
            transport.hostHigh[address] = high;
            transport.hostLow[address] = low;
            transport.port[address] = port;
        }
        transport.checkedNanos[address] = nowNanos;
        // A NAT may give one person's old port to another: the latest authenticated check is right.
        byAddress.put(high, low, port, transport);
        return address;
    }

    private int leastRecentlyChecked(TransportState transport) {
        int oldest = -1;
        for (int i = 0; i < transport.addresses; i++) {
            if (i != transport.path && (oldest < 0 || transport.checkedNanos[i] < transport.checkedNanos[oldest])) {
                oldest = i;
            }
        }
        forget(transport, oldest);
        return oldest;
    }

    private void forget(TransportState transport, int i) {
        if (byAddress.find(transport.hostHigh[i], transport.hostLow[i], transport.port[i]) == transport) {
            byAddress.remove(transport.hostHigh[i], transport.hostLow[i], transport.port[i]);
        }
    }

    private void answer(IceGeneration addressee, Batch batch, int i) {
        int length = Stun.writeBindingSuccess(
                scratch,
                0,
                batch.bytes,
                batch.offset(i),
                batch.hostHigh[i],
                batch.hostLow[i],
                batch.port[i],
                addressee.localKey);
        out.reserve(length);
        MemorySegment.copy(scratch, 0, out.bytes, out.position, length);
        out.effects.train(batch.hostHigh[i], batch.hostLow[i], batch.port[i], out.bytes, out.position, length, length);
        out.position += length;
    }
}
