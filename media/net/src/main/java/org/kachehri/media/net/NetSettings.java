package org.kachehri.media.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where the media plane listens and what it tells browsers about itself. Checked when made: a wrong value stops the
 * start with one sentence that names it.
 *
 * @param port the one UDP port of the shard; 0 lets the system choose
 * @param tcpPort the shard's TCP port, for browsers whose network lets no UDP out; 0 lets the system choose, absent: there is none
 * @param bindAddress an IP literal, e.g. {@code 0.0.0.0} (IPv4 only) or {@code ::} (both families)
 * @param publicAddresses what is offered to browsers as host candidates, at most 8: IP literals, such as the public address that a NAT
 *     maps to this machine, and the word {@link #LOCAL} for 127.0.0.1 and the machine's own; empty means {@code local}
 * @param nativeSockets recvmmsg and sendmmsg where the system is Linux; {@code DatagramChannel} otherwise
 * @param trains send packets for one receiver as one UDP_SEGMENT message; off for interfaces that get it wrong. Only
 *     native sockets know trains
 */
public record NetSettings(
        int port,
        OptionalInt tcpPort,
        String bindAddress,
        List<String> publicAddresses,
        boolean nativeSockets,
        boolean trains) {

    /** Stands for the machine's own addresses among the public ones. */
    public static final String LOCAL = "local";

    /** A browser checks each against each of its own addresses: more would slow every join. */
    private static final int MAX_ADDRESSES = 8;

    public NetSettings {
        port("media port", port);
        tcpPort.ifPresent(tcp -> port("media TCP port", tcp));
        Objects.requireNonNull(bindAddress, "media bind address");
        publicAddresses = List.copyOf(publicAddresses);
        literal("media bind address", bindAddress);
        if (publicAddresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("at most " + MAX_ADDRESSES
                    + " media public addresses can be offered, but there are " + publicAddresses.size());
        }
        publicAddresses.stream()
                .filter(address -> !address.equals(LOCAL))
                .forEach(address -> reachable("media public address", address));
    }

    /** Any free UDP port on every address, none for TCP, native sockets and trains where the system has them. */
    public static NetSettings defaults() {
        return new NetSettings(0, OptionalInt.empty(), "0.0.0.0", List.of(), true, true);
    }

    public NetSettings withPort(int newPort) {
        return new NetSettings(newPort, tcpPort, bindAddress, publicAddresses, nativeSockets, trains);
    }

    public NetSettings withTcpPort(int newPort) {
        return new NetSettings(port, OptionalInt.of(newPort), bindAddress, publicAddresses, nativeSockets, trains);
    }

    public NetSettings withBindAddress(String newBindAddress) {
        return new NetSettings(port, tcpPort, newBindAddress, publicAddresses, nativeSockets, trains);
    }

    public NetSettings withPublicAddresses(List<String> newPublicAddresses) {
        return new NetSettings(port, tcpPort, bindAddress, newPublicAddresses, nativeSockets, trains);
    }

    public NetSettings withNativeSockets(boolean on) {
        return new NetSettings(port, tcpPort, bindAddress, publicAddresses, on, trains);
    }

    public NetSettings withTrains(boolean on) {
        return new NetSettings(port, tcpPort, bindAddress, publicAddresses, nativeSockets, on);
    }

    InetAddress bindInetAddress() {
        return InetAddress.ofLiteral(bindAddress);
    }

    private static void port(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " must be 0 to 65535, but is " + port);
        }
    }

    private static void reachable(String what, String address) {
        InetAddress literal = literal(what, address);
        if (literal.isAnyLocalAddress() || literal.isMulticastAddress()) {
            throw new IllegalArgumentException(what + " must be one machine's, but is '" + address + "'");
        }
    }

    private static InetAddress literal(String what, String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " must be an IP address, but is '" + address + "'", e);
        }
    }
}
