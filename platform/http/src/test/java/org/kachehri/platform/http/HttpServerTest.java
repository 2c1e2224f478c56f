package org.kachehri.platform.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
    private static final String COPY = "/api/archive/views/v/copies/a.webm?until=0&signature=s";

    record SignInBody(String login, String password) {}

    private static final int PLACES = 4;

    @TempDir
    Path portal;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CountDownLatch inside = new CountDownLatch(PLACES);
    private final CountDownLatch socketClosed = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(portal.resolve("assets"));
        Files.writeString(portal.resolve("index.html"), "<!doctype html><title>Kachehri</title>");
        Files.writeString(portal.resolve("assets/app-1a2b.js"), "console.log(1)");
        Path film = portal.resolve("film.webm");
        Files.write(film, "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        HttpApi api = HttpApi.load()
                .on("live", request -> Answer.ok(Map.of("status", "up")))
                .on("signIn", request -> {
                    SignInBody body = request.body(SignInBody.class);
                    return Answer.ok(Map.of("login", body.login(), "origin", request.origin()))
                            .withCookie("kachehri", "secret", Duration.ofHours(1));
                })
                .on(
                        "me",
                        request -> Answer.ok(
                                Map.of("cookie", request.cookie("kachehri").orElse("none"))))
                .on("visit", request -> Answer.ok(Map.of("id", request.pathParameter("visitId"))))
                .on(
                        "book",
                        request ->
                                Answer.ok(Map.of("year", request.query("year").orElse(""))))
                .on("units", request -> {
                    throw new IllegalStateException("the password of the database is hunter2");
                })
                .on("desk", request -> {
                    throw new IllegalStateException(new java.sql.SQLTransientConnectionException("pool is empty"));
                })
                .on("points", request -> {
                    inside.countDown();
                    letGo.await();
                    return Answer.noContent();
                })
                .on("copy", request -> Answer.file(film, "video/webm"))
                .socket("/live", "kachehri.v1", this::echo);
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.of(portal), PLACES);
        server = HttpServer.start(settings, api);
    }

    @AfterEach
    void stop() {
        letGo.countDown();
        server.close();
    }

    private SocketHandler echo(SocketConnection connection) {
        return new SocketHandler() {
            @Override
            public void text(String message) {
                switch (message) {
                    case "flood" -> {
                        for (int i = 0; i < 40; i++) {
                            connection.send("x".repeat(60_000));
                        }
                    }
                    default -> connection.send(message);
                }
            }

            @Override
            public void closed() {
                socketClosed.countDown();
            }
        };
    }

    @Test
    void aRequestThatKeepsToTheProtocolIsAnswered() throws Exception {
        HttpResponse<String> answer = post("/api/sign-in", "{\"login\":\"mai\",\"password\":\"p\"}");
        assertEquals(200, answer.statusCode());
        assertEquals("mai", json(answer).get("login").asText());
        assertEquals(
                "http://127.0.0.1:" + server.port(), json(answer).get("origin").asText());
        assertEquals("v1", json(get("/api/visits/v1")).get("id").asText());
        assertEquals("2026", json(get("/api/book?year=2026")).get("year").asText());
    }

    @Test
    void aCookieCanNotBeReadByScriptsNorSentFromElsewhere() throws Exception {
        HttpResponse<String> answer = post("/api/sign-in", "{\"login\":\"mai\",\"password\":\"p\"}");
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        assertTrue(cookie.toLowerCase(java.util.Locale.ROOT).contains("httponly"), cookie);
        assertTrue(cookie.contains("SameSite=Strict"), cookie);
        assertFalse(cookie.contains("Secure"), cookie);
        HttpRequest with = request("/api/me").header("Cookie", "kachehri=abc").build();
        assertEquals(
                "abc",
                json(client.send(with, BodyHandlers.ofString())).get("cookie").asText());
    }

    @Test
    void whatTheProtocolForbidsIsRefusedWithTheReason() throws Exception {
        for (String body :
                List.of("{\"login\":\"mai\"}", "{\"login\":\"mai\",\"password\":\"p\",\"extra\":1}", "no json", "")) {
            HttpResponse<String> answer = post("/api/sign-in", body);
            assertEquals(400, answer.statusCode(), body);
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("content-type").orElseThrow());
            assertEquals("invalid", json(answer).get("type").asText());
        }
        assertEquals(400, get("/api/book?year=now").statusCode());
        assertEquals(400, get("/api/visits/" + "v".repeat(41)).statusCode());
        assertEquals(404, get("/api/nothing").statusCode());
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsTooLarge() throws Exception {
        HttpResponse<String> answer = post("/api/sign-in", "x".repeat((1 << 20) + 1));
        assertEquals(413, answer.statusCode());
        assertEquals("too-large", json(answer).get("type").asText());
    }

    @Test
    void aMishapShowsANumberAndNothingOfTheInside() throws Exception {
        HttpResponse<String> answer = get("/api/units");
        assertEquals(500, answer.statusCode());
        assertFalse(answer.body().contains("hunter2"));
        assertFalse(answer.body().contains("Exception"));
        assertEquals(10, json(answer).get("reference").asText().length());
    }

    @Test
    void whileTheDatabaseIsAwayAPersonIsToldToTryAgain() throws Exception {
        HttpResponse<String> answer = get("/api/desk");
        assertEquals(503, answer.statusCode());
        assertEquals("no-database", json(answer).get("type").asText());
        assertEquals("5", answer.headers().firstValue("retry-after").orElseThrow());
    }

    @Test
    void beyondThePlacesARequestIsToldToComeAgain() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            waiting.add(client.sendAsync(request("/api/points").build(), BodyHandlers.ofString()));
        }
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        HttpResponse<String> refused = get("/api/points");
        assertEquals(503, refused.statusCode());
        assertEquals("2", refused.headers().firstValue("retry-after").orElseThrow());
        letGo.countDown();
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertEquals(204, one.get(30, TimeUnit.SECONDS).statusCode());
        }
    }

    @Test
    void everyAnswerTellsTheBrowserToLoadFromUsOnly() throws Exception {
        for (String path : List.of("/", "/assets/app-1a2b.js", "/health/live", "/api/nothing")) {
            String policy =
                    get(path).headers().firstValue("content-security-policy").orElseThrow();
            assertTrue(policy.contains("default-src 'self'"), policy);
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
            assertEquals(
                    "no-referrer",
                    get(path).headers().firstValue("referrer-policy").orElseThrow());
        }
    }

    @Test
    void aPageOfThePortalIsIndexAndAnAssetIsKeptForever() throws Exception {
        for (String path : List.of("/", "/desk/today", "/k")) {
            HttpResponse<String> page = get(path);
            assertEquals(200, page.statusCode(), path);
            assertTrue(page.body().contains("<title>Kachehri"), path);
            assertEquals("no-cache", page.headers().firstValue("cache-control").orElseThrow());
        }
        HttpResponse<String> asset = get("/assets/app-1a2b.js");
        assertEquals("console.log(1)", asset.body());
        assertTrue(asset.headers().firstValue("cache-control").orElseThrow().contains("immutable"));
        HttpResponse<String> missing = get("/assets/gone.js");
        assertEquals(404, missing.statusCode());
        assertEquals("no-store", missing.headers().firstValue("cache-control").orElseThrow());
    }

    @Test
    void aPartOfAFileIsGivenAsAskedFor() throws Exception {
        assertRange("bytes=2-5", 206, "2345", "bytes 2-5/10");
        assertRange("bytes=7-", 206, "789", "bytes 7-9/10");
        assertRange("bytes=-3", 206, "789", "bytes 7-9/10");
        assertRange("bytes=0-99", 206, "0123456789", "bytes 0-9/10");
        HttpRequest beyond = request(COPY).header("Range", "bytes=10-").build();
        HttpResponse<String> none = client.send(beyond, BodyHandlers.ofString());
        assertEquals(416, none.statusCode());
        assertEquals("bytes */10", none.headers().firstValue("content-range").orElseThrow());
        HttpResponse<byte[]> whole = client.send(request(COPY).build(), BodyHandlers.ofByteArray());
        assertEquals(200, whole.statusCode());
        assertArrayEquals("0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII), whole.body());
    }

    private void assertRange(String range, int status, String body, String contentRange) throws Exception {
        HttpRequest request = request(COPY).header("Range", range).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), range);
        assertEquals(body, answer.body());
        assertEquals(contentRange, answer.headers().firstValue("content-range").orElseThrow());
        assertEquals("video/webm", answer.headers().firstValue("content-type").orElseThrow());
    }

    /** Collects what one WebSocket hears. */
    private static final class Heard implements WebSocket.Listener {
        final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        private final boolean reading;

        Heard(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (reading) {
                socket.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(-1);
        }
    }

    @Test
    void aSocketCarriesMessagesAsLargeAsAnSdpInOrder() throws Exception {
        Heard heard = new Heard(true);
        WebSocket socket = open(heard, "kachehri.v1", null);
        String large = "سماعت ".repeat(14_000);
        socket.sendText(large, true).get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 100; i++) {
            socket.sendText("m" + i, true).get(30, TimeUnit.SECONDS);
        }
        assertEquals(large, heard.texts.poll(30, TimeUnit.SECONDS));
        for (int i = 0; i < 100; i++) {
            assertEquals("m" + i, heard.texts.poll(30, TimeUnit.SECONDS));
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
        assertTrue(socketClosed.await(30, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatDoesNotReadIsClosed() throws Exception {
        WebSocket socket = open(new Heard(false), "kachehri.v1", null);
        socket.sendText("flood", true).get(30, TimeUnit.SECONDS);
        assertTrue(socketClosed.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aSocketFromAnotherSiteOrWithAnotherProtocolIsNotOpened() {
        assertThrows(Exception.class, () -> open(new Heard(true), "kachehri.v9", null));
        assertThrows(Exception.class, () -> HttpApi.load().on("nothing", request -> Answer.noContent()));
    }

    @Test
    void aRangeHeaderThatMakesNoSenseMeansTheWholeFile() {
        assertEquals(new ByteRange.Whole(), ByteRange.of("bytes=1-2,4-5", 10));
        assertEquals(new ByteRange.Whole(), ByteRange.of("bytes=-", 10));
        assertEquals(new ByteRange.Whole(), ByteRange.of("lines=1-2", 10));
        assertEquals(new ByteRange.Whole(), ByteRange.of("bytes=5-2", 10));
        assertEquals(new ByteRange.Unsatisfiable(), ByteRange.of("bytes=-0", 10));
        assertEquals(new ByteRange.Unsatisfiable(), ByteRange.of("bytes=0-", 0));
    }

    private WebSocket open(Heard heard, String subprotocol, String cookie) throws Exception {
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols(subprotocol);
        if (cookie != null) {
            builder.header("Cookie", cookie);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/live"), heard)
                .get(30, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }
}
