package org.kachehri.media.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * Where the media plane listens and what it tells browsers about itself. Checked when made: a wrong value stops the
 * start with one sentence that names it.
 *
 * @param port the one UDP port of the shard; 0 lets the system choose
 * @param bindAddress an IP literal, e.g. {@code 0.0.0.0} (IPv4 only) or {@code ::} (both families)
 * @param publicAddresses the IP literals offered to browsers as host candidates; empty means 127.0.0.1 and the machine's
 *     own addresses
 * @param nativeSockets recvmmsg and sendmmsg where the system is Linux; {@code DatagramChannel} otherwise
 * @param trains send packets for one receiver as one UDP_SEGMENT message; off for interfaces that get it wrong. Only
 *     native sockets know trains
 */
public record NetSettings(
        int port, String bindAddress, List<String> publicAddresses, boolean nativeSockets, boolean trains) {

    public NetSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("media port must be 0 to 65535, but is " + port);
        }
        Objects.requireNonNull(bindAddress, "media bind address");
        publicAddresses = List.copyOf(publicAddresses);
        literal("media bind address", bindAddress);
        publicAddresses.forEach(address -> literal("media public address", address));
    }

    /** Any free port on every address, native sockets and trains where the system has them. */
    public static NetSettings defaults() {
        return new NetSettings(0, "0.0.0.0", List.of(), true, true);
    }

    public NetSettings withPort(int newPort) {
        return new NetSettings(newPort, bindAddress, publicAddresses, nativeSockets, trains);
    }

    public NetSettings withBindAddress(String newBindAddress) {
        return new NetSettings(port, newBindAddress, publicAddresses, nativeSockets, trains);
    }

    public NetSettings withPublicAddresses(List<String> newPublicAddresses) {
        return new NetSettings(port, bindAddress, newPublicAddresses, nativeSockets, trains);
    }

    public NetSettings withNativeSockets(boolean on) {
        return new NetSettings(port, bindAddress, publicAddresses, on, trains);
    }

    public NetSettings withTrains(boolean on) {
        return new NetSettings(port, bindAddress, publicAddresses, nativeSockets, on);
    }

    InetAddress bindInetAddress() {
        return InetAddress.ofLiteral(bindAddress);
    }

    private static void literal(String what, String address) {
        try {
            InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " must be an IP address, but is '" + address + "'", e);
        }
    }
}
