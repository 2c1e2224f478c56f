package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
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
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

/** Passwords of one's own and from an administrator, and what guessing and leaving do. */
class AccountTest {
    private static final Browser NOBODY = new Browser("", "");
    private static final String REASON = "{\"reason\":\"Asked at the counter\"}";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private TestDatabase database;
    private Officials officials;
    private OfficialApi api;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Browser admin;
    private String lan;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            officials.addPost(
                    tx, officials.register(tx, "admin", "Admin", "kachehri", Language.EN), Role.ADMIN, "yen-hoa");
            lan = officials.register(tx, "lan", "Hà Thị Lan", "kachehri", Language.VI);
            officials.addPost(tx, lan, Role.RECEIVER, "yen-hoa");
        });
        serve();
        admin = portal.signIn("admin");
    }

    private void serve() {
        HttpApi http = HttpApi.load();
        api = new Access(
                        database.transactions(),
                        officials,
                        new AuditLog(clock),
                        (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        api.on("today", Action.SEE_TODAY, (who, request) -> Answer.ok(who.unitId()));
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void aPersonChangesTheirPasswordAndOtherBrowsersAreSignedOut() throws Exception {
        Browser here = portal.signIn("lan");
        Browser there = portal.signIn("lan");
        assertEquals("wrong-old-password", type(change(here, "guess", "correct horse battery")));
        for (String weak : List.of("short", "ababababababab", "my-LAN-password", "kachehri")) {
            assertEquals("weak-password", type(change(here, "kachehri", weak)), weak);
        }
        assertEquals(204, change(here, "kachehri", "mười hai con trâu").statusCode());
        assertEquals(200, portal.get("/api/today", here).statusCode());
        assertEquals(401, portal.get("/api/today", there).statusCode());
        assertEquals("wrong-password", type(signIn("lan", "kachehri")));
        assertEquals(200, signIn("lan", "mười hai con trâu").statusCode());
    }

    @Test
    void aPasswordFromAnAdministratorOpensNothingButThePageThatChangesIt() throws Exception {
        Browser before = portal.signIn("lan");
        HttpResponse<String> reset = portal.post("/api/officials/" + lan + "/password-reset", REASON, admin);
        String oneTime = OfficialBrowsers.json(reset).get("password").asText();
        assertEquals(401, portal.get("/api/today", before).statusCode());
        assertEquals("wrong-password", type(signIn("lan", "kachehri")));
        Browser now = browser(signIn("lan", oneTime));
        assertTrue(OfficialBrowsers.json(portal.get("/api/me", now))
                .get("needsNewPassword")
                .asBoolean());
        assertEquals("password-change-required", type(portal.get("/api/today", now)));
        assertEquals(204, change(now, oneTime, "correct horse battery").statusCode());
        assertEquals(200, portal.get("/api/today", now).statusCode());
        assertEquals(
                "own-account", type(portal.post("/api/officials/" + adminId() + "/password-reset", REASON, admin)));
    }

    @Test
    void aPasswordThatIsNotFetchedEndsAfterThreeDays() throws Exception {
        HttpResponse<String> added = portal.post(
                "/api/officials", "{\"login\":\"Son.Luong\",\"name\":\"Lương Văn Sơn\",\"language\":\"vi\"}", admin);
        String oneTime = OfficialBrowsers.json(added).get("password").asText();
        assertEquals("no-post", type(signIn("son.luong", oneTime)), "an account alone has no rights");
        assertEquals(
                "login-taken",
                type(portal.post(
                        "/api/officials", "{\"login\":\"son.luong\",\"name\":\"Other\",\"language\":\"vi\"}", admin)));
        clock.move(Duration.ofDays(3));
        assertEquals("wrong-password", type(signIn("son.luong", oneTime)));
    }

    @Test
    void officialsAreFoundByNameOrLoginWithTheirPosts() throws Exception {
        JsonNode found = OfficialBrowsers.json(portal.get("/api/officials?text=TH%E1%BB%8A", admin));
        assertEquals(1, found.size());
        assertEquals("lan", found.at("/0/login").asText());
        assertEquals("yen-hoa", found.at("/0/posts/0/unit/id").asText());
        assertEquals(
                2, OfficialBrowsers.json(portal.get("/api/officials", admin)).size());
        assertEquals(403, portal.get("/api/officials", portal.signIn("lan")).statusCode());
    }

    @Test
    void whoLeavesIsSignedOutAtOnceAndStaysOut() throws Exception {
        Browser here = portal.signIn("lan");
        List<String> closed = new ArrayList<>();
        api.closeAtSignOut(token(here), () -> closed.add("here"));
        assertEquals(
                204,
                portal.post("/api/officials/" + lan + "/leaving", REASON, admin).statusCode());
        assertEquals(List.of("here"), closed);
        assertEquals(401, portal.get("/api/today", here).statusCode());
        assertEquals("wrong-password", type(signIn("lan", "kachehri")));
        assertEquals("not-found", type(portal.post("/api/officials/" + lan + "/leaving", REASON, admin)));
    }

    @Test
    void whatIsOpenUnderASignInClosesWhenItEndsElsewhereOrByTheClock() throws Exception {
        Browser here = portal.signIn("lan");
        List<String> closed = new ArrayList<>();
        api.closeAtSignOut(token(here), () -> closed.add("here"));
        api.closeAtSignOut(token(admin), () -> closed.add("admin"));
        api.closeEnded();
        assertEquals(List.of(), closed);
        database.transactions().act(tx -> tx.execute("DELETE FROM people.holding WHERE official_id = ?", lan));
        api.closeEnded();
        assertEquals(List.of("here"), closed);
        clock.move(Duration.ofHours(12));
        api.closeEnded();
        assertEquals(List.of("here", "admin"), closed);
    }

    @Test
    void aRestartDoesNotForgetALockOutNorDoesTheTableKnowWhatWasTyped() throws Exception {
        for (int i = 0; i < SignInLimit.FAILURES_OF_A_LOGIN; i++) {
            assertEquals("wrong-password", type(signIn("lan", "guess")));
        }
        portal.close();
        server.close();
        serve();
        assertEquals("too-many-tries", type(signIn("lan", "kachehri")));
        String kept = database.transactions()
                .run(tx -> tx.createQuery("SELECT string_agg(encode(mark, 'escape'), ' ') FROM access.failure")
                        .mapTo(String.class)
                        .one());
        assertFalse(kept.contains("lan"), kept);
        clock.move(SignInLimit.WINDOW.plusSeconds(1));
        assertEquals(200, signIn("lan", "kachehri").statusCode());
    }

    @Test
    void manyGuessesAtOnceAreNoMoreThanManyOneAfterTheOther() throws Exception {
        Callable<String> guess = () -> type(signIn("lan", "guess"));
        List<Callable<String>> guesses = Collections.nCopies(2 * SignInLimit.FAILURES_OF_A_LOGIN, guess);
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            long compared = all.invokeAll(guesses).stream()
                    .map(Future::resultNow)
                    .filter("wrong-password"::equals)
                    .count();
            assertEquals(SignInLimit.FAILURES_OF_A_LOGIN, compared);
        }
        assertEquals(
                1,
                database.transactions()
                        .run(tx -> new AuditLog(clock).about(tx, lan))
                        .size(),
                "locked out once");
    }

    private String adminId() throws Exception {
        return OfficialBrowsers.json(portal.get("/api/me", admin)).get("id").asText();
    }

    private HttpResponse<String> change(Browser browser, String password, String wanted) throws Exception {
        return portal.put(
                "/api/me/password", "{\"password\":\"" + password + "\",\"wanted\":\"" + wanted + "\"}", browser);
    }

    private HttpResponse<String> signIn(String login, String password) throws Exception {
        return portal.post("/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}", NOBODY);
    }

    private static Browser browser(HttpResponse<String> answer) throws Exception {
        return new Browser(
                answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0],
                OfficialBrowsers.json(answer).get("csrfToken").asText());
    }

    private static String token(Browser browser) {
        return browser.cookie().substring(browser.cookie().indexOf('=') + 1);
    }

    private static String type(HttpResponse<String> answer) throws Exception {
        return OfficialBrowsers.json(answer).path("type").asText();
    }
}
