package org.kachehri.media.net;

import org.kachehri.media.transport.SrtpKeys;

/** What comes of a handshake. Called on the handshake's own thread. */
public interface DtlsAnswers {

    /** A datagram for the peer; may be lost. */
    void outbound(int transport, byte[] datagram);

    void keys(int transport, SrtpKeys keys);

    /** The handshake is over without keys; the reason is for a log and an operator. */
    void failed(int transport, String reason);
}
