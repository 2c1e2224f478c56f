package org.kachehri.bench;

/**
 * Where something of a measurement listens.
 *
 * @param host an IPv4 address as its 32 bits
 */
record UdpAddress(int host, int port) {

    private static final int LOOPBACK = 0x7F00_0001;

    static UdpAddress loopback(int port) {
        return new UdpAddress(LOOPBACK, port);
    }

    /** From {@code 10.0.0.1}. */
    static UdpAddress of(String literal, int port) {
        int host = 0;
        for (String part : literal.split("\\.", -1)) {
            host = host << 8 | Integer.parseInt(part);
        }
        return new UdpAddress(host, port);
    }

    /** The lower half of the v4-mapped address, ::ffff:host; the upper is 0. */
    long hostLow() {
        return 0x0000_FFFF_0000_0000L | host & 0xFFFF_FFFFL;
    }

    String literal() {
        return (host >>> 24) + "." + (host >>> 16 & 0xFF) + "." + (host >>> 8 & 0xFF) + "." + (host & 0xFF);
    }
}
