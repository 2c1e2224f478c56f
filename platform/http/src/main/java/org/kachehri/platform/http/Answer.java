package org.kachehri.platform.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an endpoint answers. Immutable. */
public final class Answer {
    /** What goes into the body. */
    sealed interface Content {
        record Nothing() implements Content {}

        record Bytes(byte[] bytes, String mediaType) implements Content {}

        record File(Path path, String mediaType) implements Content {}
    }

    /** A cookie to set; an age of zero removes it. Always HttpOnly and SameSite=Strict, Secure where we speak TLS. */
    record SetCookie(String name, String value, Duration age) {}

    private final int status;
    private final Content content;
    private final Map<String, String> headers;
    private final List<SetCookie> cookies;

    private Answer(int status, Content content, Map<String, String> headers, List<SetCookie> cookies) {
        this.status = status;
        this.content = content;
        this.headers = Map.copyOf(headers);
        this.cookies = List.copyOf(cookies);
    }

    public static Answer json(int status, Object value) {
        try {
            byte[] bytes = Json.mapper().writeValueAsBytes(value);
            return new Answer(status, new Content.Bytes(bytes, "application/json"), Map.of(), List.of());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("This can't become JSON: " + value.getClass(), e);
        }
    }

    public static Answer ok(Object value) {
        return json(200, value);
    }

    public static Answer noContent() {
        return new Answer(204, new Content.Nothing(), Map.of(), List.of());
    }

    public static Answer problem(Problem problem) {
        Answer json = json(problem.status(), problem);
        byte[] bytes = ((Content.Bytes) json.content).bytes();
        return new Answer(problem.status(), new Content.Bytes(bytes, "application/problem+json"), Map.of(), List.of());
    }

    public static Answer text(int status, String mediaType, String text) {
        return new Answer(
                status,
                new Content.Bytes(text.getBytes(StandardCharsets.UTF_8), mediaType + "; charset=utf-8"),
                Map.of(),
                List.of());
    }

    /** Bytes that the browser keeps as a file of this name. */
    public static Answer download(String name, String mediaType, byte[] bytes) {
        return new Answer(200, new Content.Bytes(bytes, mediaType), Map.of(), List.of())
                .withHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .withHeader("Cache-Control", "no-store");
    }

    /** A file, whole or the range that the client asks for (RFC 9110, 14); one range only, as players ask. */
    public static Answer file(Path path, String mediaType) {
        return new Answer(200, new Content.File(path, mediaType), Map.of(), List.of());
    }

    public Answer withCookie(String name, String value, Duration age) {
        List<SetCookie> more = new ArrayList<>(cookies);
        more.add(new SetCookie(name, value, age));
        return new Answer(status, content, headers, more);
    }

    public Answer withoutCookie(String name) {
        return withCookie(name, "", Duration.ZERO);
    }

    public Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, content, more, cookies);
    }

    public int status() {
        return status;
    }

    Content content() {
        return content;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<SetCookie> cookies() {
        return cookies;
    }
}
