package org.kachehri.platform.http;

/** A WebSocket address. {@code opened} runs on the connection's virtual thread, before any message. */
@FunctionalInterface
public interface SocketEndpoint {
    SocketHandler opened(SocketConnection connection);
}
