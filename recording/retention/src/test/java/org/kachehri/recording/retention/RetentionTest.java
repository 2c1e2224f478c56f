package org.kachehri.recording.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.Approvals;
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
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SealedPackage;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;

class RetentionTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T08:00:00Z"));

    @TempDir
    Path directory;

    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Officials officials;
    private AuditLog audit;
    private Archive archive;
    private SigningIdentity identity;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabase.of(
                Outbox.SCHEMA, AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Archive.SCHEMA, Retention.SCHEMA);
        SecureRandom random = new SecureRandom();
        officials = new Officials(new Passwords(random), clock);
        official("le", Role.ARCHIVIST);
        official("phuc", Role.ARCHIVIST);
        official("vo", Role.CHAIR);
        official("nguyen", Role.INSPECTOR);
        audit = new AuditLog(clock);
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        identity = SigningIdentity.open(signing, clock);
        archive = new Archive(
                database.transactions(),
                new Outbox(Json.mapper(), clock),
                ArchiveSettings.of(directory.resolve("recordings"), signing),
                identity,
                (tx, unitId) -> REACHED,
                clock);
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        Approvals approvals = new Approvals(database.transactions(), (tx, unitId) -> REACHED, audit, clock);
        approvals.register(api);
        new Retention(database.transactions(), archive, approvals, audit, clock).register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
        for (String id : List.of("r1", "r2", "r3")) {
            keep(id, id.equals("r3") ? "PETITION" : "COMPLAINT");
        }
        clock.set(Instant.parse("2027-06-01T08:00:00Z"));
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        archive.close();
        database.close();
    }

    @Test
    void theTimeCountsFromTheEndOfTheYearInWhichTheWorkEnded() {
        List<RetentionClass> classes = database.transactions().run(tx -> new RetentionStore().classes(tx));
        Map<String, RetentionClass> byCode =
                classes.stream().collect(Collectors.toMap(RetentionClass::code, one -> one));
        RetentionClass ordinary = byCode.get("CASE");
        assertEquals(LocalDate.parse("2047-12-31"), ordinary.keepUntil(LocalDate.parse("2027-01-01")));
        assertEquals(LocalDate.parse("2047-12-31"), ordinary.keepUntil(LocalDate.parse("2027-12-31")));
        RetentionClass serious = byCode.get("CASE-SERIOUS");
        assertNull(serious.keepUntil(LocalDate.parse("2027-12-31")));
        assertTrue(ordinary.isShorterThan(serious));
        assertFalse(serious.isShorterThan(ordinary));
    }

    @Test
    void onlyWhatIsOverIsProposedAndTheRestIsNamed() throws Exception {
        Browser le = portal.signIn("le");
        assertEquals(200, state("r1", "CASE", "2027-03-01", le).statusCode());
        assertEquals(200, state("r3", "CASE-SERIOUS", "2027-03-01", le).statusCode());
        assertEquals(409, state("r2", "SHORT", "2027-03-01", le).statusCode(), "never shorter than its file");
        assertEquals(400, state("r2", "NONE", "2027-03-01", le).statusCode());
        assertEquals(400, state("r2", "CASE", "2026-11-21", le).statusCode(), "before the reception");
        assertEquals(
                403, state("r2", "CASE", "2027-03-01", portal.signIn("nguyen")).statusCode());
        clock.set(Instant.parse("2047-12-31T23:59:59Z"));
        le = portal.signIn("le");
        assertEquals(0, json(portal.get("/api/retention", le)).get("over").size(), "the last day belongs to it");
        clock.set(Instant.parse("2048-01-01T00:00:00Z"));
        assertEquals(
                "PS-r1",
                json(portal.get("/api/retention", le)).at("/over/0/code").asText());
        assertEquals(1, json(portal.get("/api/retention", le)).get("over").size());
        HttpResponse<String> refused = propose(le, "r1", "r2", "r3");
        assertEquals(409, refused.statusCode());
        assertEquals(
                Json.mapper().readTree("{\"PS-r2\":\"NOT_OVER\",\"PS-r3\":\"NOT_OVER\"}"),
                json(refused).get("fields"));
        assertEquals(0, json(portal.get("/api/retention", le)).get("lists").size(), "nothing half done");
    }

    @Test
    void whatTwoDecidedIsDestroyedAndItsTombstoneStays() throws Exception {
        String seal = hash("r1");
        Browser le = overInTwentyYears();
        String list = json(propose(le, "r1", "r2")).get("id").asText();
        assertEquals(409, propose(le, "r1").statusCode(), "it is on a list already");
        assertEquals(409, carryOut(list, le).statusCode(), "nobody has agreed");
        Browser vo = portal.signIn("vo");
        JsonNode seen = json(portal.get("/api/retention?q=PS", vo));
        assertEquals(0, seen.get("found").size(), "who decides sees the lists alone");
        String question = seen.at("/lists/0/approvalId").asText();
        assertEquals(403, decide(question, portal.signIn("nguyen")).statusCode());
        assertEquals(200, decide(question, vo).statusCode());
        assertEquals(409, carryOut(list, portal.signIn("phuc")).statusCode(), "the decision is for who asked");
        assertEquals(
                201, hold("r2", "Court order 7/2048", portal.signIn("nguyen")).statusCode());

        HttpResponse<String> done = carryOut(list, le);
        assertEquals(Json.mapper().readTree("{\"destroyed\":1,\"kept\":1}"), json(done));
        assertEquals(409, carryOut(list, le).statusCode());
        assertFalse(Files.exists(directory.resolve("recordings/r1")));
        assertTrue(Files.exists(directory.resolve("recordings/r2/package")));
        assertEquals(Optional.of(RecordingState.DESTROYED), archive.state("r1"));
        JsonNode carried = json(portal.get("/api/retention", le)).at("/lists/0");
        assertEquals("vo", carried.get("decidedBy").asText());
        assertEquals(seal, carried.at("/items/0/manifestSha256").asText());
        assertEquals(0, carried.at("/items/0/places").asInt());
        assertEquals("HELD", carried.at("/items/1/keptBecause").asText());
        assertEquals(409, hold("r1", "too late", le).statusCode());
        assertTrue(database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                .anyMatch(line -> line.entry().action().equals("DESTROY")
                        && seal.equals(line.entry().detail().get("sha256"))));
        assertThrows(RuntimeException.class, () -> database.transactions()
                .act(tx -> tx.execute("DELETE FROM retention.tombstone")));
    }

    @Test
    void aHoldKeepsItUntilItIsReleased() throws Exception {
        Browser le = overInTwentyYears();
        HttpResponse<String> held = hold("r1", "Inspection 12/2048", le);
        String id = json(held).at("/holds/0/id").asText();
        assertEquals("HELD", json(held).get("bar").asText());
        assertEquals("HELD", json(propose(le, "r1")).at("/fields/PS-r1").asText());
        String release = "/api/retention/holds/" + id + "/release";
        assertEquals(
                204, portal.post(release, "{\"reason\":\"It has ended\"}", le).statusCode());
        assertEquals(
                404, portal.post(release, "{\"reason\":\"It has ended\"}", le).statusCode());
        assertEquals(201, propose(le, "r1").statusCode());
        assertEquals(404, hold("r9", "Nobody knows it", le).statusCode());
    }

    /** Work on r1 and r2 ended in 2027; it is January 2048. */
    private Browser overInTwentyYears() throws Exception {
        Browser le = portal.signIn("le");
        state("r1", "CASE", "2027-03-01", le);
        state("r2", "CASE", "2027-05-01", le);
        clock.set(Instant.parse("2048-01-07T08:00:00Z"));
        return portal.signIn("le");
    }

    private void keep(String id, String type) throws IOException {
        Path capture = Files.createDirectories(directory.resolve("capture"));
        Path target = directory.resolve("recordings").resolve(id).resolve("package");
        Files.createDirectories(target.getParent());
        SealedPackage made = new Seal(identity, clock)
                .seal(
                        new SealRequest(
                                new CaptureResult(capture, List.of(), List.of(), 0, 0), "PS-" + id, "{}", Map.of()),
                        target);
        LocalDate day = LocalDate.parse("2026-11-22");
        database.transactions().act(tx -> {
            archive.writing(tx, new RecordingSubject(id, "PS-" + id, "yen-hoa", day, "Trần Văn An", type, false));
            tx.createUpdate(
                            """
                            UPDATE archive.recording SET state = 'VERIFIED', sealed_at = :at, local_since = :at, manifest_sha256 = :sha256
                            WHERE reception_id = :id""")
                    .bind("at", made.sealedAt())
                    .bind("sha256", made.manifestSha256())
                    .bind("id", id)
                    .execute();
            tx.execute(
                    """
                    INSERT INTO retention.class VALUES ('SHORT', '-', '-', '-', 5, 'CASE_CLOSED_YEAR_END', '-', '2025-07-01', '{}')
                    ON CONFLICT DO NOTHING""");
        });
    }

    private String hash(String id) {
        return database.transactions()
                .run(tx -> archive.recording(tx, id))
                .flatMap(recording -> recording.manifestSha256())
                .orElseThrow();
    }

    private void official(String login, Role role) {
        database.transactions().act(tx -> {
            String id = officials.register(tx, login, login, "kachehri", Language.VI);
            officials.addPost(tx, id, role, "central");
        });
    }

    private HttpResponse<String> state(String id, String code, String ended, Browser browser) throws Exception {
        String body = "{\"classCode\":\"" + code + "\",\"workEnded\":\"" + ended + "\",\"reason\":\"File 12\"}";
        return portal.put("/api/retention/recordings/" + id, body, browser);
    }

    private HttpResponse<String> hold(String id, String reason, Browser browser) throws Exception {
        return portal.post("/api/retention/recordings/" + id + "/holds", "{\"reason\":\"" + reason + "\"}", browser);
    }

    private HttpResponse<String> propose(Browser browser, String... ids) throws Exception {
        String list = List.of(ids).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return portal.post(
                "/api/retention/lists", "{\"reason\":\"Yearly list\",\"receptionIds\":[" + list + "]}", browser);
    }

    private HttpResponse<String> decide(String question, Browser browser) throws Exception {
        return portal.post("/api/approvals/" + question + "/decision", "{\"approved\":true}", browser);
    }

    private HttpResponse<String> carryOut(String list, Browser browser) throws Exception {
        return portal.post("/api/retention/lists/" + list + "/destruction", "", browser);
    }
}
