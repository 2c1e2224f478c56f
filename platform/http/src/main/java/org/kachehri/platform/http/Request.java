package org.kachehri.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A request that the protocol document has already accepted: required parts are there, sizes and forms are right. Immutable. */
public final class Request {
    private final String method;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final Map<String, String> cookies;
    private final byte[] body;
    private final String remoteAddress;
    private final String origin;

    /** Header names in lower case; {@code origin} is the address under which the client reached us. */
    Request(
            String method,
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            Map<String, String> cookies,
            byte[] body,
            String remoteAddress,
            String origin) {
        this.method = method;
        this.path = Map.copyOf(path);
        this.query = Map.copyOf(query);
        this.headers = Map.copyOf(headers);
        this.cookies = Map.copyOf(cookies);
        this.body = body;
        this.remoteAddress = remoteAddress;
        this.origin = origin;
    }

    public String method() {
        return method;
    }

    /** GET and HEAD change nothing; everything else needs the CSRF token of a signed-in official. */
    public boolean changesSomething() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    public String pathParameter(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The protocol has no path parameter " + name + " here");
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /** The body as the record; fields missing in the JSON are null. */
    public <T> T body(Class<T> type) {
        try {
            return Json.mapper().readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new MalformedBody(e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** For rate limits and the audit; never for trust. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** Scheme, host and port under which the client reached us, e.g. {@code https://point.example:8443}; for links we hand out. */
    public String origin() {
        return origin;
    }

    /** The document accepted the body but the record did not; answered with 400. */
    static final class MalformedBody extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedBody(String message) {
            super(message);
        }
    }
}
