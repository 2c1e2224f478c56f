package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class ApprovalsTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T08:00:00Z"));
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Officials officials;
    private Approvals approvals;
    private AuditLog audit;

    /** An inspector who asks; another inspector and a chair may agree, an archivist may not. */
    private SignedIn binh;

    @BeforeEach
    void start() {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        SecureRandom random = new SecureRandom();
        officials = new Officials(new Passwords(random), clock);
        binh = official("binh", "Nguyễn Thị Bình", Role.INSPECTOR);
        official("hoa", "Trần Thị Hoa", Role.INSPECTOR);
        official("le", "Lê Văn Cường", Role.ARCHIVIST);
        official("sana", "Sana Bibi", Role.INSPECTOR, "gilgit");
        audit = new AuditLog(clock);
        HttpApi http = HttpApi.load();
        Access access = new Access(
                database.transactions(),
                officials,
                audit,
                (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                Set.of(),
                clock,
                random);
        approvals = new Approvals(
                database.transactions(), (tx, unitId) -> unitId.equals("central") ? REACHED : Set.of(), audit, clock);
        approvals.register(access.register(http));
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
    void whatTakesTwoIsDoneWhenAnotherAgreesAndOnlyForItsTime() throws Exception {
        Approval asked = ask();
        assertEquals(Approval.State.WAITING, asked.state());
        assertEquals(asked, ask(), "a question that waits isn't asked twice");
        assertTrue(inForce().isEmpty());

        Browser hoa = portal.signIn("hoa");
        assertEquals(
                asked.id(),
                json(portal.get("/api/approvals", hoa)).at("/waiting/0/id").asText());
        assertEquals(
                0,
                json(portal.get("/api/approvals", portal.signIn("binh")))
                        .get("waiting")
                        .size(),
                "not one's own");
        JsonNode decided = json(decide(asked.id(), true, hoa));
        assertEquals("APPROVED", decided.get("state").asText());
        assertEquals("Trần Thị Hoa", decided.get("decidedBy").asText());
        assertEquals("2026-11-22T20:00:00Z", decided.get("until").asText());
        assertEquals(Optional.of(asked.id()), inForce().map(Approval::id));
        assertEquals(409, decide(asked.id(), false, hoa).statusCode(), "what is answered stays");
        assertEquals(
                List.of("ASK_APPROVAL", "APPROVE"),
                database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                        .map(line -> line.entry().action())
                        .toList());

        clock.move(Duration.ofHours(12));
        assertTrue(inForce().isEmpty());
        assertFalse(ask().id().equals(asked.id()), "after its time it has to be asked again");
    }

    @Test
    void nobodyAgreesWithThemselvesNorWithoutTheRight() throws Exception {
        Approval asked = ask();
        assertEquals(409, decide(asked.id(), true, portal.signIn("binh")).statusCode());
        HttpResponse<String> refused = decide(asked.id(), true, portal.signIn("le"));
        assertEquals(403, refused.statusCode());
        assertTrue(json(refused).get("role").asText().contains("CHAIR"));
        assertEquals(404, decide("none", true, portal.signIn("hoa")).statusCode());
        Browser elsewhere = portal.signIn("sana");
        assertEquals(404, decide(asked.id(), true, elsewhere).statusCode(), "the reception isn't of her province");
        assertEquals(
                0, json(portal.get("/api/approvals", elsewhere)).get("waiting").size());
        assertTrue(inForce().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> database.transactions()
                .act(tx -> approvals.ask(tx, binh, Action.REPLAY, "r1", "1", "no need", REACHED, Duration.ofHours(1))));
    }

    @Test
    void aNoOrAWeekOfSilenceEndsTheQuestion() throws Exception {
        Approval asked = ask();
        Browser hoa = portal.signIn("hoa");
        JsonNode refused = json(decide(asked.id(), false, hoa));
        assertEquals("REFUSED", refused.get("state").asText());
        assertEquals("seen", refused.get("answer").asText());
        clock.move(Duration.ofMinutes(1));
        Approval again = ask();
        clock.move(Duration.ofDays(7));
        assertEquals(409, decide(again.id(), true, portal.signIn("hoa")).statusCode());
        assertEquals(
                "EXPIRED",
                json(portal.get("/api/approvals", portal.signIn("binh")))
                        .at("/asked/0/state")
                        .asText());
    }

    private SignedIn official(String login, String name, Role role) {
        return official(login, name, role, "central");
    }

    private SignedIn official(String login, String name, Role role, String unitId) {
        return database.transactions().run(tx -> {
            String id = officials.register(tx, login, name, "kachehri", Language.VI);
            Post post = officials.addPost(tx, id, role, unitId);
            return new SignedIn(id, name, post, Language.VI);
        });
    }

    private Approval ask() {
        return database.transactions()
                .run(tx -> approvals.ask(
                        tx,
                        binh,
                        Action.VIEW_SEALED,
                        "r1",
                        "PS-1",
                        "Appeal 12/2026",
                        Set.of("yen-hoa"),
                        Duration.ofHours(12)));
    }

    private Optional<Approval> inForce() {
        return database.transactions().run(tx -> approvals.inForce(tx, binh, Action.VIEW_SEALED, "r1"));
    }

    private HttpResponse<String> decide(String id, boolean approved, Browser browser) throws Exception {
        return portal.post(
                "/api/approvals/" + id + "/decision", "{\"approved\":" + approved + ",\"answer\":\" seen \"}", browser);
    }
}
