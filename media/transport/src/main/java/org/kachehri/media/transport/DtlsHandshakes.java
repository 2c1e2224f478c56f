package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;

/**
 * The port through which a shard lets others do its DTLS handshakes, because libraries for them block and have clocks of their own.
 * All methods are called on the shard's thread and return at once; what comes of them (bytes to send, keys, failure) reaches the
 * shard later as a command that names the transport. Only bytes from an address that ICE has validated are handed over.
 */
public interface DtlsHandshakes {
    /**
     * Begins the handshake of a transport; a client sends its ClientHello without waiting.
     *
     * @param remoteFingerprint hash function and value of the only acceptable certificate, e.g. {@code sha-256 AA:BB:…} (RFC 8122)
     */
    void begin(int transport, DtlsRole role, String remoteFingerprint);

    /** One DTLS datagram; copied before this returns. Unknown transports are ignored. */
    void received(int transport, MemorySegment bytes, long offset, int length);

    /** Abandons the handshake or closes the association; nothing is reported afterwards. */
    void end(int transport);

    /** The fingerprint of our certificate in the form of {@code begin}; the same for the life of the port. */
    String localFingerprint();
}
