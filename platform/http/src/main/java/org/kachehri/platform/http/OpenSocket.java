package org.kachehri.platform.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket. Received messages go through a queue that one virtual thread drains, so a handler may block; while the queue is
 * full the socket isn't read, which the client's TCP feels. Sending is bounded by the bytes that are queued and not yet written.
 */
final class OpenSocket implements SocketConnection {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);
    /** 16 messages of 256 KiB at worst: 4 MiB a connection, while a room sends a few messages a second. */
    private static final int RECEIVE_QUEUE = 16;
    /** 1 MiB: some hundred snapshots of a room; who is that far behind shows a room that no longer exists. */
    private static final int SEND_QUEUE_BYTES = 1 << 20;

    private sealed interface Incoming {
        record Text(String message) implements Incoming {}

        record End() implements Incoming {}
    }

    private final ServerWebSocket socket;
    private final Context context;
    private final String remoteAddress;
    private final Map<String, String> cookies;
    private final LinkedBlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicBoolean abandoned = new AtomicBoolean();

    private OpenSocket(ServerWebSocket socket, Context context, String remoteAddress, Map<String, String> cookies) {
        this.socket = socket;
        this.context = context;
        this.remoteAddress = remoteAddress;
        this.cookies = Map.copyOf(cookies);
    }

    static void serve(
            ServerWebSocket socket, String remoteAddress, Map<String, String> cookies, SocketEndpoint endpoint) {
        OpenSocket open = new OpenSocket(socket, Vertx.currentContext(), remoteAddress, cookies);
        socket.textMessageHandler(message -> {
            open.incoming.add(new Incoming.Text(message));
            if (open.incoming.size() >= RECEIVE_QUEUE) {
                socket.pause();
            }
        });
        socket.binaryMessageHandler(bytes -> open.close(1003, "only text is spoken here"));
        socket.exceptionHandler(e -> LOG.debug("A WebSocket broke", e));
        socket.closeHandler(nothing -> open.incoming.add(new Incoming.End()));
        Thread.ofVirtual().name("socket").start(() -> open.drain(endpoint));
    }

    private void drain(SocketEndpoint endpoint) {
        SocketHandler handler;
        try {
            handler = endpoint.opened(this);
        } catch (RuntimeException e) {
            LOG.error("A WebSocket could not be opened", e);
            close(1011, "mishap");
            return;
        }
        try {
            while (incoming.take() instanceof Incoming.Text text) {
                if (incoming.size() < RECEIVE_QUEUE / 2) {
                    context.runOnContext(nothing -> socket.resume());
                }
                try {
                    handler.text(text.message());
                } catch (RuntimeException e) {
                    LOG.error("A WebSocket message could not be handled", e);
                    close(1011, "mishap");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            handler.closed();
        }
    }

    @Override
    public void send(String message) {
        // Three bytes a character at most, as UTF-8 has them.
        int size = 3 * message.length();
        if (abandoned.get()) {
            return;
        }
        if (unwritten.addAndGet(size) > SEND_QUEUE_BYTES) {
            if (!abandoned.compareAndSet(false, true)) {
                return;
            }
            LOG.info("A WebSocket client is too slow and is closed");
            close(POLICY_VIOLATION, "too slow");
            return;
        }
        context.runOnContext(nothing -> {
            if (!socket.isClosed()) {
                socket.writeTextMessage(message).onComplete(done -> unwritten.addAndGet(-size));
            }
        });
    }

    @Override
    public void close(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        String fitting = bytes.length <= 123 ? reason : reason.substring(0, Math.min(reason.length(), 30));
        context.runOnContext(nothing -> {
            if (!socket.isClosed()) {
                socket.close((short) code, fitting).onFailure(e -> LOG.debug("A WebSocket was gone already", e));
            }
        });
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }
}
