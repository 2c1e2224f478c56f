package org.kachehri.media.sfu;

import org.kachehri.media.transport.CaptureRing;

/** What an operator has switched on for one peer of a room, for all its transports, present and to come. Not thread-safe. */
final class Watch {
    /** Null while nothing is captured. */
    CaptureRing ring;

    /** Of what the peer sends us; null while nothing is lost on purpose. */
    InjectedLoss receiving;

    /** Of what we send to the peer. */
    InjectedLoss sending;
}
