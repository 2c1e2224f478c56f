package org.kachehri.media.simulation;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.DtlsHandshakes;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;

/**
 * A handshake of one message each way whose keys come from a seed. It looks like DTLS only in its first byte: the shard reads no more
 * of it either. The hello may be lost and repeated; every hello is answered.
 */
final class SimulatedHandshakes implements DtlsHandshakes {
    /** Content type handshake (RFC 6347). */
    static final int HANDSHAKE = 22;

    static final int HELLO_LENGTH = 64;

    private final long seed;
    final Deque<ShardCommand> commands = new ArrayDeque<>();
    private final Deque<ShardCommand> held = new ArrayDeque<>();
    int begun;

    /** Handshakes begin and don't end. */
    boolean hold;

    /** Handshakes end for the peer and not yet for us. */
    boolean holdKeys;

    SimulatedHandshakes(long seed) {
        this.seed = seed;
    }

    @Override
    public void begin(int transport, DtlsRole role, String remoteFingerprint) {
        begun++;
        answer(new ShardCommand.DtlsKeys(transport, keys(transport)));
    }

    @Override
    public void received(int transport, MemorySegment bytes, long offset, int length) {
        if (length == HELLO_LENGTH && NetworkBytes.u8(bytes, offset) == HANDSHAKE) {
            byte[] answer = new byte[HELLO_LENGTH];
            answer[0] = HANDSHAKE;
            answer(new ShardCommand.DtlsOutbound(transport, answer));
        }
    }

    private void answer(ShardCommand command) {
        boolean keys = command instanceof ShardCommand.DtlsKeys;
        (hold || (keys && holdKeys) ? held : commands).add(command);
    }

    /** What was held happens with the next call into the shard. */
    void letGo() {
        hold = false;
        holdKeys = false;
        commands.addAll(held);
        held.clear();
    }

    @Override
    public void end(int transport) {}

    @Override
    public String localFingerprint() {
        return "sha-256 00";
    }

    /** The server's side of a transport's keys; the peer holds the mirror image. */
    SrtpKeys keys(int transport) {
        SplittableRandom random = new SplittableRandom(seed * 31 + transport);
        byte[] material = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialLength()];
        random.nextBytes(material);
        return SrtpKeys.ofKeyingMaterial(SrtpProfile.AEAD_AES_128_GCM, DtlsRole.SERVER, material);
    }
}
