package org.kachehri.media.sfu;

import org.kachehri.media.transport.IceCredentials;

/**
 * One pair of credentials of a transport: a check carries both user name fragments and is sealed with our password. A restart
 * (RFC 8445 section 9) begins a new generation. Owned by the shard's thread.
 */
final class IceGeneration {
    final TransportState transport;
    final String localUfrag;
    final byte[] localKey;
    final String remoteUfrag;

    IceGeneration(TransportState transport, IceCredentials local, IceCredentials remote) {
        this.transport = transport;
        localUfrag = local.ufrag();
        localKey = local.key();
        remoteUfrag = remote.ufrag();
    }
}
