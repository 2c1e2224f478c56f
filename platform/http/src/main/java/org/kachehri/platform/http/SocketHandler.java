package org.kachehri.platform.http;

/** Hears one WebSocket. Called in order by the connection's one virtual thread, so it may block and needs no lock of its own. */
public interface SocketHandler {
    void text(String message);

    /** The last call, whoever closed. */
    void closed();
}
