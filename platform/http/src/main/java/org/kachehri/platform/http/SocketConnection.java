package org.kachehri.platform.http;

import java.util.Optional;

/** One open WebSocket. All methods may be called from any thread and never block. */
public interface SocketConnection {
    /** Close code of RFC 6455 for a client that breaks the protocol's rules. */
    int POLICY_VIOLATION = 1008;

    int NORMAL = 1000;
    int GOING_AWAY = 1001;

    /** Queues a text message; a client that lets more than the bound pile up is closed with 1008, because it would see an old room. */
    void send(String message);

    /** Closes after what is queued; the reason has at most 123 bytes (RFC 6455, 5.5). */
    void close(int code, String reason);

    String remoteAddress();

    Optional<String> cookie(String name);
}
