package org.kachehri.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** What a browser is told about every answer: load from us only, be framed by nobody, tell nobody where it came from. */
final class SecurityHeaders implements Handler<RoutingContext> {
    /**
     * {@code ws: wss:} because older browsers don't count a WebSocket of the same host as 'self'; {@code blob:} for recorded media and
     * the microphone's worklet; inline styles (not scripts) because positions of picture tiles are computed.
     */
    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; media-src 'self' blob: mediastream:; "
            + "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final boolean tls;

    SecurityHeaders(boolean tls) {
        this.tls = tls;
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        // A kiosk link carries its token in the address.
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Permissions-Policy",
                "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (tls) {
            // Half a year; a certificate of our own making must still be able to go.
            headers.set("Strict-Transport-Security", "max-age=15552000");
        }
        context.next();
    }
}
