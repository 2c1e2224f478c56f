package org.kachehri.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the product answers over HTTP: the protocol document with an endpoint for each of its operations, and the WebSocket addresses.
 * Filled by the modules while the product is put together, read-only once {@link HttpServer#start} has it.
 */
public final class HttpApi {
    record Socket(String subprotocol, SocketEndpoint endpoint) {}

    private final ProtocolDocument document;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, Socket> sockets = new LinkedHashMap<>();

    private HttpApi(ProtocolDocument document) {
        this.document = document;
    }

    /** Over the protocol document that the build put on the classpath. */
    public static HttpApi load() {
        return new HttpApi(ProtocolDocument.load("/protocol/openapi.yaml"));
    }

    /** @throws IllegalArgumentException when the document has no such operation, or it has an endpoint already */
    public HttpApi on(String operationId, Endpoint endpoint) {
        if (!document.operationIds().contains(operationId)) {
            throw new IllegalArgumentException("The protocol document has no operation " + operationId);
        }
        if (endpoints.putIfAbsent(operationId, endpoint) != null) {
            throw new IllegalArgumentException("Two endpoints answer " + operationId);
        }
        return this;
    }

    /** @param subprotocol what a client must ask for (RFC 6455, 1.9) */
    public HttpApi socket(String path, String subprotocol, SocketEndpoint endpoint) {
        if (sockets.putIfAbsent(path, new Socket(subprotocol, endpoint)) != null) {
            throw new IllegalArgumentException("Two endpoints answer the WebSocket " + path);
        }
        return this;
    }

    /** Operations that the document promises and nobody answers. */
    public Set<String> unanswered() {
        Set<String> open = new TreeSet<>(document.operationIds());
        open.removeAll(endpoints.keySet());
        return open;
    }

    ProtocolDocument document() {
        return document;
    }

    Map<String, Endpoint> endpoints() {
        return Map.copyOf(endpoints);
    }

    Map<String, Socket> sockets() {
        return Map.copyOf(sockets);
    }
}
