package org.kachehri.identity.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.OfficialBrowsers;
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
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class PassesTest {
    private static final Instant TEN = Instant.parse("2026-11-23T03:00:00Z");

    private final MovingClock clock = new MovingClock(TEN);
    private final SecureRandom random = new SecureRandom();
    private final PassKey key = PassKey.fresh(random);
    private TestDatabase database;
    private AuditLog audit;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Browser mai;
    private Browser bao;
    private Browser lan;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Passes.SCHEMA);
        audit = new AuditLog(clock);
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            officials.addPost(
                    tx, officials.register(tx, "mai", "Lô Thị Mai", "kachehri", Language.VI), Role.RECEIVER, "yen-hoa");
            officials.addPost(
                    tx, officials.register(tx, "bao", "Bảo", "kachehri", Language.VI), Role.RECEIVER, "tam-quang");
            officials.addPost(tx, officials.register(tx, "lan", "Lan", "kachehri", Language.VI), Role.ADMIN, "nghe-an");
        });
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        (tx, unit) -> Optional.of(Map.of("id", unit)),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        Passes passes = new Passes(database.transactions(), key, audit, clock, random);
        passes.register(api);
        // In the product the queue does this, for a visit it knows.
        api.on("issuePass", Action.ISSUE_PASS, (who, request) -> database.transactions()
                .run(tx -> Answer.ok(passes.issue(
                        tx,
                        who,
                        Purpose.TICKET,
                        request.pathParameter("visitId"),
                        clock.instant().plus(Duration.ofHours(8))))));
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
        mai = portal.signIn("mai");
        bao = portal.signIn("bao");
        lan = portal.signIn("lan");
    }

    @AfterEach
    void close() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void aPassOpensOnceAndTheSecondOfficerHearsWhereAndWhen() throws Exception {
        JsonNode pass = issue();
        JsonNode first = check(pass.path("code").asText());
        assertEquals("VALID", first.path("verdict").asText());
        assertEquals("visit-1", first.path("subject").asText());
        clock.move(Duration.ofMinutes(5));
        JsonNode second = check(pass.path("code").asText());
        assertEquals("USED", second.path("verdict").asText());
        assertEquals(TEN, Instant.parse(second.path("usedAt").asText()));
        assertEquals("yen-hoa", second.path("usedUnit").asText());
        List<String> lines = database
                .transactions()
                .run(tx -> audit.about(tx, pass.path("id").asText()))
                .stream()
                .map(line -> line.entry().action() + line.entry().detail().getOrDefault("verdict", ""))
                .toList();
        assertEquals(List.of("ISSUE_PASS", "CHECK_PASSVALID", "CHECK_PASSUSED"), lines);
    }

    @Test
    void ofManyAtOnceExactlyOneHearsThatItIsGood() throws Exception {
        String code = issue().path("code").asText();
        List<Future<JsonNode>> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(many.submit(() -> check(code)));
            }
        }
        int valid = 0;
        for (Future<JsonNode> answer : answers) {
            String said = answer.get()
                    .path("verdict")
                    .asText(answer.get().path("type").asText());
            if (said.equals("VALID")) valid++;
            // The server takes only so many requests at once; who is sent away has used nothing.
            else assertTrue(Set.of("USED", "busy").contains(said), said);
        }
        assertEquals(1, valid);
    }

    @Test
    void aScanAskedAgainIsOneUse() throws Exception {
        String code = issue().path("code").asText();
        UUID scan = UUID.randomUUID();
        String body = scanned(code, scan, null);
        assertEquals(
                "VALID",
                json(portal.post("/api/passes/check", body, mai))
                        .path("verdict")
                        .asText());
        assertEquals(
                "VALID",
                json(portal.post("/api/passes/check", body, mai))
                        .path("verdict")
                        .asText());
        assertEquals("VALID", report(code, scan, TEN, mai).path("verdict").asText(), "its answer was lost on the way");
        assertEquals("USED", check(code).path("verdict").asText());
    }

    @Test
    void whatAPointLetInWhileItWasAwayIsTakenInAndASecondUseComesToLight() throws Exception {
        String good = issue("visit-1").path("code").asText();
        String twice = issue("visit-2").path("code").asText();
        clock.move(Duration.ofMinutes(20));
        assertEquals("VALID", check(twice).path("verdict").asText());
        UUID scan = UUID.randomUUID();
        Instant earlier = TEN.plusSeconds(600);
        clock.move(Duration.ofHours(8));
        assertEquals(
                "VALID",
                report(good, UUID.randomUUID(), earlier, bao).path("verdict").asText(),
                "judged at its time");
        for (int i = 0; i < 2; i++) {
            JsonNode second = report(twice, scan, earlier, bao);
            assertEquals("USED", second.path("verdict").asText());
            assertEquals("yen-hoa", second.path("usedUnit").asText());
        }
        for (Browser each : List.of(mai, bao)) {
            JsonNode lines = json(portal.get("/api/passes/used-again", each));
            assertEquals(1, lines.size(), "both offices are told, once");
            assertEquals("visit-2", lines.path(0).path("subject").asText());
            assertEquals("tam-quang", lines.path(0).path("againUnit").asText());
            assertEquals(earlier, Instant.parse(lines.path(0).path("againAt").asText()));
        }
        assertEquals(
                "DAMAGED",
                report("12", UUID.randomUUID(), TEN, bao).path("verdict").asText());
        assertEquals(400, portal.post("/api/passes/uses", "{\"uses\":[]}", bao).statusCode());
    }

    @Test
    void aNewPassEndsTheOneBefore() throws Exception {
        JsonNode lost = issue();
        JsonNode slip = issue();
        assertEquals("REVOKED", verdict(lost));
        assertEquals(Set.of(UUID.fromString(lost.path("id").asText())), list().revoked());
        assertEquals("VALID", verdict(slip));
    }

    @Test
    void anAdministratorTakesAPassBackAndTheOfficerMayNot() throws Exception {
        JsonNode pass = issue();
        String path = "/api/passes/" + pass.path("id").asText() + "/revocation";
        String reason = "{\"reason\":\"stolen\"}";
        assertEquals(403, portal.post(path, reason, mai).statusCode());
        assertEquals(204, portal.post(path, reason, lan).statusCode());
        assertEquals("REVOKED", verdict(pass));
        assertEquals(
                Verdict.REVOKED,
                Verifier.read(pass.path("code").asText(), list(), TEN).verdict(),
                "also without the server");
        assertEquals(
                404,
                portal.post("/api/passes/" + UUID.randomUUID() + "/revocation", reason, lan)
                        .statusCode());
        assertEquals(400, portal.post("/api/passes/abc/revocation", reason, lan).statusCode());
        clock.move(Duration.ofHours(9));
        assertTrue(list().revoked().isEmpty(), "an expired pass needs no line");
    }

    @Test
    void whatIsNoPassOrOverOrFromAnotherDatabaseIsRefusedWithAWord() throws Exception {
        assertEquals(
                "DAMAGED",
                check("https://example.org/'; DROP TABLE").path("verdict").asText());
        assertEquals(400, portal.post("/api/passes/check", "{}", mai).statusCode());
        Token unknown = new Token(Purpose.TICKET, key.id(), UUID.randomUUID(), TEN, TEN.plusSeconds(60));
        assertEquals(
                "UNKNOWN_ISSUER",
                check(Verifier.write(unknown, key)).path("verdict").asText());
        JsonNode pass = issue();
        clock.move(Duration.ofHours(8));
        assertEquals(
                "EXPIRED", check(pass.path("code").asText()).path("verdict").asText());
    }

    private JsonNode issue() throws Exception {
        return issue("visit-1");
    }

    private JsonNode issue(String visitId) throws Exception {
        return json(portal.post("/api/visits/" + visitId + "/pass", "", mai));
    }

    private JsonNode check(String code) throws Exception {
        return json(portal.post("/api/passes/check", scanned(code, UUID.randomUUID(), null), mai));
    }

    private static String scanned(String code, UUID scan, Instant at) throws Exception {
        Map<String, Object> use = new LinkedHashMap<>(Map.of("code", code, "scan", scan));
        if (at != null) use.put("at", at);
        return Json.mapper().writeValueAsString(at == null ? use : Map.of("uses", List.of(use)));
    }

    private JsonNode report(String code, UUID scan, Instant at, Browser official) throws Exception {
        return json(portal.post("/api/passes/uses", scanned(code, scan, at), official))
                .path("checks")
                .path(0);
    }

    private String verdict(JsonNode pass) throws Exception {
        return check(pass.path("code").asText()).path("verdict").asText();
    }

    private TrustList list() throws Exception {
        JsonNode signed = json(portal.get("/api/passes/trust-list", mai));
        return TrustList.open(Json.mapper().treeToValue(signed, TrustList.Signed.class), key.open())
                .orElseThrow();
    }
}
