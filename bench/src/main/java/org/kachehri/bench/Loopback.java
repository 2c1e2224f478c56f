package org.kachehri.bench;

/** Where the node under measurement listens: a port of 127.0.0.1. */
record Loopback(int port) {

    /** The lower half of ::ffff:127.0.0.1; the upper is 0. */
    long hostLow() {
        return 0x0000_FFFF_7F00_0001L;
    }
}
