package org.kachehri.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a WebSocket in: only from our own pages, because cookies travel with a handshake from anywhere. */
final class SocketGate implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketGate.class);

    private final HttpApi.Socket socket;

    SocketGate(HttpApi.Socket socket) {
        this.socket = socket;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            context.next();
            return;
        }
        if (!fromOurPages(request)) {
            context.response().setStatusCode(403).end();
            return;
        }
        if (!asks(request.getHeader("Sec-WebSocket-Protocol"), socket.subprotocol())) {
            context.response().setStatusCode(400).end();
            return;
        }
        Map<String, String> cookies = new HashMap<>();
        for (Cookie cookie : request.cookies()) {
            cookies.put(cookie.getName(), cookie.getValue());
        }
        String address = String.valueOf(request.remoteAddress().hostAddress());
        request.toWebSocket()
                .onSuccess(opened -> OpenSocket.serve(opened, address, cookies, socket.endpoint()))
                .onFailure(e -> LOG.debug("A WebSocket handshake failed", e));
    }

    /** Programs send no Origin; browsers always do. */
    private static boolean fromOurPages(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true;
        }
        try {
            URI uri = URI.create(origin);
            String authority =
                    request.authority() == null ? "" : request.authority().toString();
            return authority.equalsIgnoreCase(uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            LOG.debug("An Origin that is no address", e);
            return false;
        }
    }

    private static boolean asks(String offered, String wanted) {
        if (offered == null) {
            return false;
        }
        for (String one : offered.split(",", -1)) {
            if (one.strip().equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
