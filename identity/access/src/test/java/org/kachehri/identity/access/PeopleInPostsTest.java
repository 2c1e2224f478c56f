package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Posts;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

/** Rights are those of the post one is in today, by the calendar of the post's unit. */
class PeopleInPostsTest {
    private static final ZoneId VINH = ZoneId.of("Asia/Ho_Chi_Minh");

    /** The province and its commune; Gilgit is another's. */
    private record Units() implements UnitTree {
        @Override
        public Optional<?> unit(Handle tx, String unitId) {
            return Optional.of(Map.of("id", unitId));
        }

        @Override
        public Optional<ZoneId> zone(Handle tx, String unitId) {
            return Optional.of(VINH);
        }

        @Override
        public Set<String> unitAndBelow(Handle tx, String unitId) {
            return unitId.equals("nghe-an") ? Set.of("nghe-an", "yen-hoa") : Set.of(unitId);
        }
    }

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T02:00:00Z"));
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Browser admin;
    private String chairPost;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            officials.addPost(
                    tx, officials.register(tx, "admin", "Admin", "kachehri", Language.EN), Role.ADMIN, "nghe-an");
            String tam = officials.register(tx, "tam", "Lô Văn Tâm", "kachehri", Language.VI);
            chairPost = officials.addPost(tx, tam, Role.CHAIR, "yen-hoa").id();
            officials.register(tx, "lan", "Hà Thị Lan", "kachehri", Language.VI);
        });
        HttpApi http = HttpApi.load();
        AuditLog audit = new AuditLog(clock);
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        new Units(),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        new PeopleInPosts(database.transactions(), officials, new Posts(clock), new Units(), audit, clock)
                .register(api);
        api.on("today", Action.SEE_TODAY, (who, request) -> Answer.ok(who.unitId()));
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
        admin = portal.signIn("admin");
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void whoActsHasTheRightsFromTheFirstDayToTheLastAndNotBeforeNorAfter() throws Exception {
        String post = create("yen-hoa", "SECRETARY");
        assertEquals(
                200, appoint(post, "lan", "ACTING", "2026-11-25", "2026-11-26").statusCode());
        at("2026-11-24", "23:59:59");
        assertEquals("no-post", refusedSignIn("lan"));
        at("2026-11-25", "00:00:00");
        Browser lan = portal.signIn("lan");
        JsonNode me = OfficialBrowsers.json(portal.get("/api/me", lan));
        assertEquals("SECRETARY", me.at("/post/role").asText());
        assertEquals("ACTING", me.at("/post/charge").asText());
        at("2026-11-25", "11:59:00");
        assertEquals(200, portal.get("/api/today", lan).statusCode());
        at("2026-11-26", "12:00:00");
        lan = portal.signIn("lan");
        at("2026-11-26", "23:59:59");
        assertEquals(200, portal.get("/api/today", lan).statusCode());
        at("2026-11-27", "00:00:00");
        assertEquals(401, portal.get("/api/today", lan).statusCode());
        assertEquals("no-post", refusedSignIn("lan"));
    }

    @Test
    void duringALeaveTheRightsAreTheSubstitutesAndThenTheHoldersAgain() throws Exception {
        Browser tam = portal.signIn("tam");
        assertEquals(200, leave("2026-11-24", "2026-11-24", "lan").statusCode());
        assertEquals(200, portal.get("/api/today", tam).statusCode());
        at("2026-11-24", "00:00:00");
        assertEquals(401, portal.get("/api/today", tam).statusCode());
        Browser lan = portal.signIn("lan");
        JsonNode me = OfficialBrowsers.json(portal.get("/api/me", lan));
        assertEquals("CHAIR", me.at("/post/role").asText());
        assertEquals("yen-hoa", me.at("/post/unit/id").asText());
        assertEquals("SUBSTITUTE", me.at("/post/charge").asText());
        assertEquals("Hà Thị Lan", posts().at("/posts/0/today/person/name").asText());
        assertEquals("no-post", refusedSignIn("tam"));
        at("2026-11-24", "23:59:59");
        lan = portal.signIn("lan");
        at("2026-11-25", "00:00:00");
        assertEquals(401, portal.get("/api/today", lan).statusCode());
        assertEquals(200, portal.get("/api/today", portal.signIn("tam")).statusCode());
    }

    @Test
    void duringALeaveWithoutASubstituteNobodyHasTheRights() throws Exception {
        assertEquals(200, leave("2026-11-24", "2026-11-30", null).statusCode());
        at("2026-11-24", "08:00:00");
        assertEquals("no-post", refusedSignIn("tam"));
        assertTrue(posts().at("/posts/0/today").isMissingNode());
        String leave = posts().at("/posts/0/holdings/0/leaves/0/id").asText();
        assertEquals("last-day", type(end(holding() + "/leaves/" + leave, null)));
        assertEquals(200, end(holding() + "/leaves/" + leave, "2026-11-24").statusCode());
        at("2026-11-25", "00:00:00");
        assertEquals(200, portal.get("/api/today", portal.signIn("tam")).statusCode(), "back early");
    }

    @Test
    void aPostHasOnePersonAtATimeAlsoWhenTwoAppointAtOnce() throws Exception {
        assertEquals("post-held", type(appoint(chairPost, "lan", "ACTING", "2026-12-01", null)));
        assertEquals(200, end(holding(), "2026-11-30").statusCode());
        String body = appointment("lan", "ACTING", "2026-12-01", null);
        Callable<Integer> ask = () -> portal.post("/api/posts/" + chairPost + "/holdings", body, admin)
                .statusCode();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Integer> answers = both.invokeAll(List.of(ask, ask)).stream()
                    .map(Future::resultNow)
                    .sorted()
                    .toList();
            assertEquals(List.of(200, 409), answers);
        }
        String next = posts().at("/posts/0/holdings/1/id").asText();
        assertEquals(
                200,
                end("/api/posts/" + chairPost + "/holdings/" + next, null).statusCode(),
                "what hasn't begun is withdrawn");
        assertEquals(1, posts().at("/posts/0/holdings").size());
    }

    @Test
    void whatCantBeIsRefusedAndNothingIsWritten() throws Exception {
        String before = posts().toString();
        assertEquals("no-official", type(appoint(chairPost, "nobody", "ACTING", "2026-12-01", null)));
        assertEquals("own-post", type(appoint(chairPost, "admin", "APPOINTED", "2026-12-01", null)));
        assertEquals("days-reversed", type(appoint(chairPost, "lan", "ACTING", "2026-12-02", "2026-12-01")));
        assertEquals("own-substitute", type(leave("2026-12-01", "2026-12-02", "tam")));
        assertEquals("own-post", type(leave("2026-12-01", "2026-12-02", "admin")));
        assertEquals("leave-not-then", type(leave("2026-11-01", "2026-12-02", "lan")));
        assertEquals("last-day", type(end(holding(), "2026-11-22")));
        assertEquals("not-found", type(portal.get("/api/units/gilgit/posts", admin)));
        assertEquals(
                403,
                portal.get("/api/units/yen-hoa/posts", portal.signIn("tam")).statusCode());
        assertEquals(before, posts().toString());
        assertEquals(200, leave("2026-12-01", "2026-12-02", "lan").statusCode());
        assertEquals("leave-not-then", type(leave("2026-12-02", "2026-12-03", null)));
    }

    @Test
    void everythingIsInTheLogWithItsDecision() throws Exception {
        leave("2026-11-24", "2026-11-25", "lan");
        String logged = database.transactions()
                .run(tx -> tx.createQuery("SELECT l::text FROM audit.line l ORDER BY number DESC LIMIT 1")
                        .mapTo(String.class)
                        .one());
        assertTrue(logged.contains("LEAVE_GIVEN") && logged.contains("12/QĐ-UBND"), logged);
        assertFalse(logged.contains("Lan"), "ids, no names");
    }

    private void at(String day, String time) throws Exception {
        Instant then =
                LocalDate.parse(day).atTime(LocalTime.parse(time)).atZone(VINH).toInstant();
        clock.move(Duration.between(clock.instant(), then));
        admin = portal.signIn("admin");
    }

    private String create(String unit, String role) throws Exception {
        HttpResponse<String> answer =
                portal.post("/api/units/" + unit + "/posts", "{\"role\":\"" + role + "\"}", admin);
        assertEquals(200, answer.statusCode(), answer.body());
        return OfficialBrowsers.json(answer).get("id").asText();
    }

    private HttpResponse<String> appoint(String post, String login, String charge, String from, String until)
            throws Exception {
        return portal.post("/api/posts/" + post + "/holdings", appointment(login, charge, from, until), admin);
    }

    private static String appointment(String login, String charge, String from, String until) {
        return "{\"login\":\"" + login + "\",\"charge\":\"" + charge + "\",\"from\":\"" + from + "\","
                + (until == null ? "" : "\"until\":\"" + until + "\",") + "\"decision\":\"12/QĐ-UBND\"}";
    }

    private HttpResponse<String> leave(String from, String until, String substitute) throws Exception {
        return portal.post(
                holding() + "/leaves",
                "{\"from\":\"" + from + "\",\"until\":\"" + until + "\","
                        + (substitute == null ? "" : "\"substitute\":\"" + substitute + "\",")
                        + "\"decision\":\"12/QĐ-UBND\"}",
                admin);
    }

    private HttpResponse<String> end(String path, String lastDay) throws Exception {
        return portal.post(path + "/end", lastDay == null ? "{}" : "{\"lastDay\":\"" + lastDay + "\"}", admin);
    }

    private String holding() throws Exception {
        return "/api/posts/" + chairPost + "/holdings/"
                + posts().at("/posts/0/holdings/0/id").asText();
    }

    private JsonNode posts() throws Exception {
        return OfficialBrowsers.json(portal.get("/api/units/yen-hoa/posts", admin));
    }

    private String refusedSignIn(String login) throws Exception {
        return type(portal.post(
                "/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"kachehri\"}", new Browser("", "")));
    }

    private static String type(HttpResponse<String> answer) throws Exception {
        return OfficialBrowsers.json(answer).path("type").asText();
    }
}
