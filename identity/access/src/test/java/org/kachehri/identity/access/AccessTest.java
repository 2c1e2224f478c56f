package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class AccessTest {
    private static final String TOKEN = "0123456789abcdef";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T08:00:00Z"));
    private final HttpClient client = HttpClient.newHttpClient();
    private TestDatabase database;
    private HttpServer server;
    private Officials officials;
    private OfficialApi api;
    private String secondPost;

    private record Browser(String cookie, String csrf, JsonNode me) {}

    @BeforeEach
    void start() {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        SecureRandom random = new SecureRandom();
        officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            String mai = officials.register(tx, "mai", "Lô Thị Mai", "kachehri", Language.VI);
            officials.addPost(tx, mai, Role.RECEIVER, "yen-hoa");
            clock.move(Duration.ofSeconds(1));
            secondPost = officials.addPost(tx, mai, Role.SECRETARY, "yen-hoa").id();
            officials.register(tx, "new", "Without a post", "kachehri", Language.EN);
        });
        HttpApi http = HttpApi.load();
        Access access = new Access(
                database.transactions(),
                officials,
                new AuditLog(clock),
                (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                Set.of(),
                clock,
                random);
        api = access.register(http);
        api.on("today", Action.SEE_TODAY, (who, request) -> Answer.ok(Map.of("name", who.name(), "role", who.role())));
        api.on("findRecordings", Action.REPLAY, (who, request) -> Answer.noContent());
        api.on("renewLink", Action.RENEW_LINK, (who, request) -> Answer.noContent());
        api.onOrBearer("metrics", Action.OPERATE, Optional.of(TOKEN), request -> Answer.noContent());
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    @Test
    void aMachineWithTheTokenComesInAndNobodyElseWithoutTheRight() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        assertEquals(204, metrics("Authorization", "Bearer " + TOKEN));
        assertEquals(401, metrics("Authorization", "Bearer " + TOKEN + "0"));
        assertEquals(401, metrics("X-Nothing", TOKEN));
        assertEquals(403, metrics("Cookie", mai.cookie()));
    }

    private int metrics(String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .header(header, value)
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whoSignsInIsKnownByTheCookieWithPostAndRights() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        assertEquals("Lô Thị Mai", mai.me().get("name").asText());
        assertEquals("vi", mai.me().get("language").asText());
        assertEquals("RECEIVER", mai.me().at("/post/role").asText());
        assertEquals("yen-hoa", mai.me().at("/post/unit/id").asText());
        assertEquals(2, mai.me().get("posts").size());
        assertTrue(mai.me().get("actions").toString().contains("registerVisit"));
        assertFalse(mai.me().get("actions").toString().contains("replay"));
        assertEquals(mai.me(), json(get("/api/me", mai)));
        assertEquals("Lô Thị Mai", json(get("/api/today", mai)).get("name").asText());
    }

    @Test
    void theCookieIsNowhereInTheDatabase() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        String token = mai.cookie().substring(mai.cookie().indexOf('=') + 1);
        String kept = database.transactions()
                .run(tx -> tx.createQuery("SELECT string_agg(s::text, ' ') FROM access.sign_in s")
                        .mapTo(String.class)
                        .one());
        assertFalse(kept.contains(token));
    }

    @Test
    void aPostCanBeChosenAtSignInAndItsRightsAreInForce() throws Exception {
        HttpResponse<String> answer = post(
                "/api/sign-in",
                "{\"login\":\"mai\",\"password\":\"kachehri\",\"postId\":\"" + secondPost + "\"}",
                null,
                null);
        assertEquals("SECRETARY", json(answer).at("/post/role").asText());
        assertEquals(
                403,
                post("/api/sign-in", "{\"login\":\"mai\",\"password\":\"kachehri\",\"postId\":\"other\"}", null, null)
                        .statusCode());
        assertEquals(
                403,
                post("/api/sign-in", "{\"login\":\"new\",\"password\":\"kachehri\"}", null, null)
                        .statusCode());
    }

    @Test
    void withoutARightTheRefusalNamesWhoHasIt() throws Exception {
        HttpResponse<String> refused = get("/api/archive", signIn("mai", "kachehri"));
        assertEquals(403, refused.statusCode());
        assertEquals("not-allowed", json(refused).get("type").asText());
        assertEquals("INSPECTOR", json(refused).get("role").asText());
    }

    @Test
    void whatChangesSomethingNeedsTheTokenOfOurPages() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        assertEquals(403, post("/api/visits/v1/link", "", mai.cookie(), null).statusCode());
        assertEquals(403, post("/api/visits/v1/link", "", mai.cookie(), "guess").statusCode());
        assertEquals(
                204, post("/api/visits/v1/link", "", mai.cookie(), mai.csrf()).statusCode());
    }

    @Test
    void whoSignsOutIsNobodyAgain() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        assertEquals(204, post("/api/sign-out", "", mai.cookie(), mai.csrf()).statusCode());
        assertEquals(401, get("/api/me", mai).statusCode());
        assertEquals(
                401, get("/api/me", new Browser("kachehri=forged", "", null)).statusCode());
    }

    @Test
    void aSignInEndsAfterTwelveHoursAndWithThePost() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        clock.move(Duration.ofHours(12));
        assertEquals(401, get("/api/me", mai).statusCode());
        Browser again = signIn("mai", "kachehri");
        database.transactions().act(tx -> tx.execute("DELETE FROM people.holding"));
        assertEquals(401, get("/api/me", again).statusCode());
    }

    @Test
    void aWrongPasswordTellsNotWhichPartWasWrongAndGuessingIsStopped() throws Exception {
        String wrong = "{\"login\":\"mai\",\"password\":\"guess\"}";
        HttpResponse<String> known = post("/api/sign-in", wrong, null, null);
        HttpResponse<String> unknown = post("/api/sign-in", "{\"login\":\"who\",\"password\":\"guess\"}", null, null);
        assertEquals(401, known.statusCode());
        assertEquals(known.body(), unknown.body());
        for (int i = 1; i < SignInLimit.FAILURES_OF_A_LOGIN; i++) {
            assertEquals(401, post("/api/sign-in", wrong, null, null).statusCode());
        }
        HttpResponse<String> stopped =
                post("/api/sign-in", "{\"login\":\"mai\",\"password\":\"kachehri\"}", null, null);
        assertEquals(429, stopped.statusCode());
        assertEquals("300", stopped.headers().firstValue("retry-after").orElseThrow());
        clock.move(SignInLimit.WINDOW.plusSeconds(1));
        signIn("mai", "kachehri");
    }

    @Test
    void whoIsLockedOutIsInTheAuditOnceAndWhatNobodyIsCalledIsNot() throws Exception {
        for (int i = 0; i <= SignInLimit.FAILURES_OF_A_LOGIN; i++) {
            post("/api/sign-in", "{\"login\":\"mai\",\"password\":\"guess\"}", null, null);
            post("/api/sign-in", "{\"login\":\"typed-my-password\",\"password\":\"guess\"}", null, null);
        }
        String mai = signInAfterTheLock().me().get("id").asText();
        assertEquals(List.of("SIGN_IN_LOCKED", "SIGN_IN"), actionsAbout(mai));
        assertEquals(List.of("SIGN_IN_LOCKED"), actionsAbout("unknown"));
        assertEquals(List.of(), actionsAbout("typed-my-password"));
    }

    private Browser signInAfterTheLock() throws Exception {
        clock.move(SignInLimit.WINDOW.plusSeconds(1));
        return signIn("mai", "kachehri");
    }

    private List<String> actionsAbout(String subject) {
        return database.transactions().run(tx -> new AuditLog(clock).about(tx, subject)).stream()
                .map(line -> line.entry().action())
                .toList();
    }

    @Test
    void onesOwnSignInsAreListedWithTheLastUsedFirst() throws Exception {
        Browser first = signIn("mai", "kachehri");
        clock.move(Duration.ofMinutes(3));
        signIn("mai", "kachehri");
        clock.move(Duration.ofMinutes(5));
        get("/api/me", first);
        JsonNode own = json(get("/api/me/sign-ins", first));
        assertEquals(2, own.size());
        assertTrue(own.at("/0/current").asBoolean());
        assertEquals("2026-11-22T08:08:01Z", own.at("/0/usedAt").asText());
        assertEquals("2026-11-22T08:03:01Z", own.at("/1/usedAt").asText());
        assertEquals("2026-11-22T08:00:01Z", own.at("/0/since").asText());
        assertEquals("RECEIVER", own.at("/1/post/role").asText());
    }

    @Test
    void anotherBrowserOfOnesOwnIsSignedOutAndNobodyElses() throws Exception {
        Browser here = signIn("mai", "kachehri");
        Browser there = signIn("mai", "kachehri");
        String other = there.me().get("csrfToken").asText();
        String id = "";
        for (JsonNode one : json(get("/api/me/sign-ins", here))) {
            id = one.get("current").asBoolean() ? id : one.get("id").asText();
        }
        database.transactions().act(tx -> {
            String lan = officials.register(tx, "lan", "Lan", "kachehri", Language.VI);
            officials.addPost(tx, lan, Role.RECEIVER, "yen-hoa");
        });
        Browser lan = signIn("lan", "kachehri");
        assertEquals(404, delete("/api/me/sign-ins/" + id, lan));
        assertEquals(200, get("/api/me", there).statusCode());
        assertEquals(204, delete("/api/me/sign-ins/" + id, here));
        assertEquals(404, delete("/api/me/sign-ins/" + id, here));
        assertEquals(401, get("/api/me", there).statusCode());
        assertEquals(401, post("/api/sign-out", "", there.cookie(), other).statusCode());
        assertEquals(200, get("/api/me", here).statusCode());
    }

    @Test
    void whoSignsOutEverywhereIsNobodyEverywhereAndWhatStayedOpenIsClosed() throws Exception {
        Browser here = signIn("mai", "kachehri");
        Browser there = signIn("mai", "kachehri");
        List<String> closed = new ArrayList<>();
        Runnable gone =
                api.closeAtSignOut(token(there), () -> closed.add("gone")).orElseThrow();
        assertTrue(api.closeAtSignOut(token(there), () -> closed.add("there")).isPresent());
        gone.run();
        assertEquals(204, delete("/api/me/sign-ins", here));
        assertEquals(401, get("/api/me", here).statusCode());
        assertEquals(401, get("/api/me", there).statusCode());
        assertEquals(List.of("there"), closed);
        assertEquals(Optional.empty(), api.closeAtSignOut(token(there), () -> closed.add("late")));
        assertEquals(
                List.of("SIGN_IN", "SIGN_IN", "SIGN_OUT_EVERYWHERE"),
                actionsAbout(here.me().get("id").asText()));
    }

    private static String token(Browser browser) {
        return browser.cookie().substring(browser.cookie().indexOf('=') + 1);
    }

    private int delete(String path, Browser browser) throws Exception {
        return client.send(
                        request(path, browser.cookie(), browser.csrf()).DELETE().build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void preferencesAreKept() throws Exception {
        Browser mai = signIn("mai", "kachehri");
        HttpRequest put = request("/api/me/preferences", mai.cookie(), mai.csrf())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"language\":\"ur\",\"theme\":\"dark\"}"))
                .build();
        assertEquals(204, client.send(put, BodyHandlers.ofString()).statusCode());
        JsonNode me = json(get("/api/me", mai));
        assertEquals("ur", me.get("language").asText());
        assertEquals("dark", me.get("theme").asText());
    }

    private Browser signIn(String login, String password) throws Exception {
        HttpResponse<String> answer =
                post("/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}", null, null);
        assertEquals(200, answer.statusCode(), answer.body());
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        JsonNode me = json(answer);
        return new Browser(
                cookie.substring(0, cookie.indexOf(';')), me.get("csrfToken").asText(), me);
    }

    private HttpResponse<String> get(String path, Browser browser) throws Exception {
        return client.send(request(path, browser.cookie(), null).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String cookie, String csrf) throws Exception {
        HttpRequest.Builder request = request(path, cookie, csrf).POST(BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String cookie, String csrf) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        if (csrf != null) {
            request.header("X-CSRF-Token", csrf);
        }
        return request;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }
}
