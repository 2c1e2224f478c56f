package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
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
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

/** What the administrator, the inspector and the data protection officer see of the rights and of the log. */
class OversightTest {
    private static final String TODAY =
            "{\"from\":\"2026-11-23T00:00:00Z\",\"to\":\"2026-11-24T00:00:00Z\",\"reason\":\"Yearly audit\"}";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;

    @BeforeEach
    void start() {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            for (Role role : List.of(Role.ADMIN, Role.INSPECTOR, Role.DPO)) {
                String login = role.name().toLowerCase(java.util.Locale.ROOT);
                officials.addPost(
                        tx, officials.register(tx, login, "The " + login, "kachehri", Language.EN), role, "central");
            }
        });
        HttpApi http = HttpApi.load();
        new Access(
                        database.transactions(),
                        officials,
                        new AuditLog(clock),
                        (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
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
    void theWholeTableIsShownToWhoAnswersForIt() throws Exception {
        JsonNode table = OfficialBrowsers.json(portal.get("/api/policy", portal.signIn("admin")));
        assertEquals(Role.values().length, table.get("roles").size());
        assertEquals(Action.values().length, table.get("rows").size());
        for (JsonNode row : table.get("rows")) {
            Action action = Action.of(row.get("action").asText()).orElseThrow();
            for (Role role : Role.values()) {
                boolean named = StreamSupport.stream(row.get("roles").spliterator(), false)
                        .anyMatch(one -> one.asText().equals(role.name()));
                assertEquals(Policy.allows(role, action), named, role + " " + action);
            }
            assertEquals(
                    Policy.second(action).map(Action::word).orElse(""),
                    row.path("second").asText());
        }
        assertEquals(403, portal.get("/api/policy", portal.signIn("inspector")).statusCode());
    }

    @Test
    void theLogIsReadCheckedAndHandedOutAndThatIsInTheLog() throws Exception {
        Browser dpo = portal.signIn("dpo");
        assertEquals(403, portal.get("/api/audit", portal.signIn("admin")).statusCode());
        JsonNode lines = OfficialBrowsers.json(portal.get("/api/audit", dpo));
        assertEquals("The admin", lines.at("/0/actor").asText());
        assertEquals("SIGN_IN", lines.at("/1/action").asText());
        assertEquals(
                1, OfficialBrowsers.json(portal.get("/api/audit?before=2", dpo)).size());

        JsonNode verdict = OfficialBrowsers.json(portal.post("/api/audit/verification", "", dpo));
        assertEquals(2, verdict.get("lines").asInt());
        assertEquals(64, verdict.get("headHash").asText().length());

        HttpResponse<String> exported = portal.post("/api/audit/export", TODAY, dpo);
        assertEquals(200, exported.statusCode(), exported.body());
        assertEquals(
                "attachment; filename=\"audit.jsonl\"",
                exported.headers().firstValue("Content-Disposition").orElseThrow());
        assertEquals(3, exported.body().lines().count());
        JsonNode last = Json.mapper()
                .readTree(exported.body().lines().reduce((one, next) -> next).orElseThrow());
        assertEquals("VERIFY_AUDIT", last.get("action").asText());

        JsonNode logged = OfficialBrowsers.json(portal.get("/api/audit", dpo)).get(0);
        assertEquals("EXPORT_AUDIT", logged.get("action").asText());
        assertEquals("Yearly audit", logged.get("reason").asText());
        assertEquals("3", logged.at("/detail/lines").asText());
    }

    @Test
    void anExportWithoutAReasonOrALogThatWasTamperedWithIsSaid() throws Exception {
        Browser inspector = portal.signIn("inspector");
        HttpResponse<String> refused =
                portal.post("/api/audit/export", TODAY.replace("Yearly audit", "    "), inspector);
        assertEquals("reason-needed", OfficialBrowsers.json(refused).get("type").asText());
        assertEquals(
                400,
                portal.post("/api/audit/export", TODAY.replace("2026-11-23T00:00:00Z", "today"), inspector)
                        .statusCode());
        database.transactions().act(tx -> {
            tx.execute("ALTER TABLE audit.line DISABLE TRIGGER append_only");
            tx.execute("UPDATE audit.line SET action = 'NOTHING'");
            tx.execute("ALTER TABLE audit.line ENABLE TRIGGER append_only");
        });
        JsonNode verdict = OfficialBrowsers.json(portal.post("/api/audit/verification", "", inspector));
        assertEquals(1, verdict.get("brokenAt").asInt());
        assertTrue(verdict.path("headHash").isMissingNode(), verdict.toString());
    }
}
