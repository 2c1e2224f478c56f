package org.kachehri.signaling.live;

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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.UnitLookup;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.signaling.bridge.BridgeTwin;
import org.kachehri.signaling.bridge.Sdp;
import org.kachehri.signaling.minutes.Minutes;
import org.kachehri.signaling.reception.QualityScore;

/** Who gets which reception, token and minutes over HTTP. */
class LiveHttpTest {
    private static final TestDatabase DATABASE = TestDatabase.of(
            Outbox.SCHEMA, AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Live.SCHEMA, Minutes.SCHEMA);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A microphone and a camera. */
    private static final String LINE_TEST = "{\"sdp\":" + Json.mapper().valueToTree(Sdp.offer("ufragkiosk"))
            + ",\"sources\":[{\"mid\":\"0\",\"purpose\":\"microphone\"},{\"mid\":\"1\",\"purpose\":\"camera\"}]}";

    private record Unit(String id, Words name, String zone) {}

    private record Browser(String cookie, String csrf) {}

    private final Clock clock = Clock.systemUTC();
    private final VisitsTwin visits = new VisitsTwin();
    private final UnitLookup units =
            (tx, unit) -> Optional.of(new Unit(unit, new Words("u", "v", "Unit " + unit), "Asia/Ho_Chi_Minh"));
    private String visitId;
    private String kioskVisit;
    private Live live;
    private HttpServer server;
    private String id;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void start() {
        SecureRandom random = new SecureRandom();
        AuditLog audit = new AuditLog(clock);
        Outbox outbox = new Outbox(Json.mapper(), clock);
        Officials officials = new Officials(new Passwords(random), clock);
        live = new Live(
                DATABASE.transactions(),
                audit,
                outbox,
                visits,
                units,
                new BridgeTwin(),
                TurnServers.NONE,
                new RecorderTwin(),
                clock);
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        DATABASE.transactions(),
                        officials,
                        audit,
                        units,
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        live.register(http, api, request -> Optional.ofNullable(kioskVisit));
        new Minutes(DATABASE.transactions(), audit, outbox, live.hearing(), clock, live::minutesChanged).register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        visitId = UUID.randomUUID().toString();
        visits.register(visitId, true);
        DATABASE.transactions().act(tx -> outbox.publish(tx, "visit.registered", visitId, Map.of("visitId", visitId)));
        new Relay(DATABASE.transactions(), outbox, clock).deliverDue();
        id = DATABASE.transactions()
                .run(tx -> live.receptions().ofVisit(tx, visitId))
                .orElseThrow()
                .id();
        DATABASE.transactions().act(tx -> {
            if (tx.createQuery("SELECT count(*) FROM people.official")
                            .mapTo(Long.class)
                            .one()
                    > 0) return;
            official(officials, tx, "vo", Role.CHAIR, "nghe-an");
            official(officials, tx, "batool", Role.CHAIR, "gilgit");
            official(officials, tx, "nguyen", Role.INSPECTOR, "central");
            official(officials, tx, "thu", Role.SECRETARY, "nghe-an");
        });
    }

    private static void official(
            Officials officials, org.jdbi.v3.core.Handle tx, String login, Role role, String unit) {
        officials.addPost(tx, officials.register(tx, login, "Name of " + login, "kachehri", Language.VI), role, unit);
    }

    @AfterEach
    void stop() {
        server.close();
        live.close();
    }

    @Test
    void theChairOfAUnitThatTakesPartSeesTheReceptionAndGetsAToken() throws Exception {
        Browser chair = signIn("vo");
        HttpResponse<String> listed = get("/api/receptions", chair);
        assertEquals(200, listed.statusCode(), listed.body());
        JsonNode lines = json(listed);
        JsonNode line = null;
        for (JsonNode one : lines) {
            if (one.get("id").asText().equals(id)) line = one;
        }
        assertTrue(line != null && line.get("mayJoin").asBoolean());
        JsonNode whole = json(get("/api/receptions/" + id, chair));
        assertEquals("A new decision", whole.get("wish").asText());
        assertEquals("EXPECTED", whole.get("recording").asText());
        assertEquals(3, whole.get("units").size());
        assertEquals(false, whole.get("protected").asBoolean());

        JsonNode token = json(post("/api/live-tokens", "{\"receptionId\":\"" + id + "\"}", chair));
        try (Page page = new Page(server.port())) {
            JsonNode welcome = page.hello(token.get("token").asText());
            JsonNode seat = welcome.at("/snapshot/participants/1");
            assertEquals("Name of vo", seat.get("name").asText());
            assertEquals("Unit nghe-an", seat.at("/point/en").asText());
        }
    }

    @Test
    void anotherUnitsReceptionIsNotThere() throws Exception {
        Browser stranger = signIn("batool");
        assertEquals(404, get("/api/receptions/" + id, stranger).statusCode());
        assertEquals(
                404,
                post("/api/live-tokens", "{\"receptionId\":\"" + id + "\"}", stranger)
                        .statusCode());
        assertFalse(get("/api/receptions", stranger).body().contains(id));
    }

    @Test
    void whoMayNotJoinIsToldWhoMay() throws Exception {
        Browser inspector = signIn("nguyen");
        HttpResponse<String> refused = post("/api/live-tokens", "{\"receptionId\":\"" + id + "\"}", inspector);
        assertEquals(403, refused.statusCode());
        assertTrue(json(refused).get("role").asText().contains("CHAIR"));
        assertEquals(403, get("/api/receptions", inspector).statusCode());
    }

    @Test
    void nobodyGetsATokenWithoutSigningInOrAKiosk() throws Exception {
        assertEquals(401, post("/api/live-tokens", "{}", new Browser("", "")).statusCode());
    }

    @Test
    void aKioskGetsTheTokenOfItsOwnVisit() throws Exception {
        kioskVisit = visitId;
        JsonNode token = json(post("/api/live-tokens", "{}", new Browser("", "")));
        assertEquals(id, token.get("receptionId").asText());
        try (Page page = new Page(server.port())) {
            JsonNode welcome = page.hello(token.get("token").asText());
            assertEquals("p1", welcome.get("participant").asText());
            // The acknowledged notice came with the kiosk, before any event told of it.
            assertEquals("READY", welcome.at("/snapshot/state").asText());
        }
    }

    @Test
    void theSecretaryWritesAndEveryScreenHearsOfIt() throws Exception {
        Browser secretary = signIn("thu");
        assertEquals(
                409,
                post("/api/receptions/" + id + "/minutes", "{\"text\":\"Early\"}", secretary)
                        .statusCode());
        kioskVisit = visitId;
        try (Page citizen = new Page(server.port());
                Page chair = new Page(server.port())) {
            citizen.hello(json(post("/api/live-tokens", "{}", new Browser("", "")))
                    .get("token")
                    .asText());
            chair.hello(json(post("/api/live-tokens", "{\"receptionId\":\"" + id + "\"}", signIn("vo")))
                    .get("token")
                    .asText());
            chair.does("start", "");
            HttpResponse<String> written = post(
                    "/api/receptions/" + id + "/minutes",
                    "{\"text\":\"The chair opens.\",\"speaker\":\"p2\"}",
                    secretary);
            assertEquals(201, written.statusCode());
            assertEquals(1, json(written).at("/paragraphs/0/number").asInt());
            assertTrue(json(written).at("/paragraphs/0/elapsedMillis").asLong() >= 0);
            assertEquals(1, citizen.next("minutesChanged").get("paragraphs").asInt());
            chair.does("close", "");
            chair.stateIs("MINUTES_PENDING");
        }
        HttpResponse<String> signed = post("/api/receptions/" + id + "/minutes/signature", "", secretary);
        assertEquals(200, signed.statusCode());
        assertEquals("Name of thu", json(signed).get("signedBy").asText());
    }

    @Test
    void aKioskTriesItsLineAndTheScoreIsKeptWithTheCitizensSeat() throws Exception {
        kioskVisit = visitId;
        Browser kiosk = new Browser("", "");
        String figures = "{\"loss\":0.1,\"roundTripMillis\":120.5,\"jitterMillis\":12,"
                + "\"estimateBitsPerSecond\":612346,\"frozen\":0}";
        assertEquals(
                409, post("/api/kiosk/line-test/figures", figures, kiosk).statusCode(), "a line that wasn't tried");
        HttpResponse<String> begun = post("/api/kiosk/line-test", LINE_TEST, kiosk);
        assertEquals(200, begun.statusCode(), begun.body());
        assertEquals("p1", json(begun).at("/streams/0/participant").asText());
        int generation = json(begun).get("generation").asInt();
        assertTrue(generation > 0);
        assertEquals(
                204,
                post("/api/kiosk/line-test/answer", "{\"sdp\":\"v=0\"}", kiosk).statusCode());
        assertEquals(
                409,
                post("/api/kiosk/line-test/answer", "{\"sdp\":\"v=0\"}", kiosk).statusCode());

        HttpResponse<String> scored = post("/api/kiosk/line-test/figures", figures, kiosk);
        assertEquals(200, scored.statusCode(), scored.body());
        // The score of the live room, for the same figures.
        assertEquals(QualityScore.of(0.1, 120.5, 0), json(scored).get("score").asInt());
        PreCallStore.PreCall kept =
                DATABASE.transactions().run(tx -> new PreCallStore().of(tx, id)).getFirst();
        assertEquals(new PreCallStore.PreCall("p1", kept.testedAt(), 62, 0.1, 120.5, 12.0, 612_346L, 0.0), kept);
    }

    @Test
    void theChairSeesHowTheLineDidBeforeTheReception() throws Exception {
        kioskVisit = visitId;
        post("/api/kiosk/line-test", LINE_TEST, new Browser("", ""));
        post("/api/kiosk/line-test/figures", "{\"loss\":0,\"roundTripMillis\":800}", new Browser("", ""));
        JsonNode seen = json(get("/api/receptions/" + id, signIn("vo"))).at("/preCall/0");
        assertEquals("p1", seen.get("participant").asText());
        assertEquals(60, seen.get("score").asInt());
        assertFalse(seen.has("frozen"), "what wasn't measured is absent");
    }

    @Test
    void figuresThatNoLineHasAreRefusedAndNobodyTriesAnothersLine() throws Exception {
        kioskVisit = visitId;
        Browser kiosk = new Browser("", "");
        assertEquals(200, post("/api/kiosk/line-test", LINE_TEST, kiosk).statusCode());
        for (String garbage : List.of(
                "{\"loss\":1.1,\"roundTripMillis\":1}",
                "{\"loss\":-0.1,\"roundTripMillis\":1}",
                "{\"loss\":0,\"roundTripMillis\":-1}",
                "{\"loss\":0,\"roundTripMillis\":1e308}",
                "{\"loss\":0,\"roundTripMillis\":1,\"frozen\":2}",
                "{\"loss\":\"0\",\"roundTripMillis\":1}",
                "{\"loss\":NaN,\"roundTripMillis\":1}",
                "{\"roundTripMillis\":1}",
                "{\"loss\":0,\"roundTripMillis\":1,\"seat\":\"p2\"}",
                "{\"loss\":0,\"roundTripMillis\":1,\"estimateBitsPerSecond\":1.5}")) {
            HttpResponse<String> refused = post("/api/kiosk/line-test/figures", garbage, kiosk);
            assertEquals(400, refused.statusCode(), garbage);
            assertEquals(
                    "application/problem+json",
                    refused.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        }
        assertEquals(
                400,
                post("/api/kiosk/line-test", LINE_TEST.replace("camera", "screen"), kiosk)
                        .statusCode());
        kioskVisit = null;
        String figures = "{\"loss\":0,\"roundTripMillis\":1}";
        assertEquals(401, post("/api/kiosk/line-test/figures", figures, kiosk).statusCode());
        kioskVisit = UUID.randomUUID().toString();
        assertEquals(409, post("/api/kiosk/line-test/figures", figures, kiosk).statusCode());
        assertEquals(List.of(), DATABASE.transactions().run(tx -> new PreCallStore().of(tx, id)));
    }

    private Browser signIn(String login) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post("/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"kachehri\"}", new Browser("", ""));
        assertEquals(200, answer.statusCode(), answer.body());
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        return new Browser(cookie, json(answer).get("csrfToken").asText());
    }

    private HttpResponse<String> get(String path, Browser browser) throws IOException, InterruptedException {
        return CLIENT.send(request(path, browser).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, Browser browser)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, browser);
        if (!body.isEmpty()) request.header("Content-Type", "application/json");
        return CLIENT.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Browser browser) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (!browser.cookie().isEmpty()) request.header("Cookie", browser.cookie());
        if (!browser.csrf().isEmpty()) request.header("X-CSRF-Token", browser.csrf());
        return request;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }
}
