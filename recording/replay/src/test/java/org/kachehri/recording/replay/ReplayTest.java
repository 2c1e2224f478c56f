package org.kachehri.recording.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.OfficialBrowsers;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;
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
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;

class ReplayTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");
    /** Stands for the composer's process: one file of ten bytes and its description. */
    private static final List<String> COMPOSER = List.of(
            "sh",
            "-c",
            "printf 0123456789 > \"$1/composite.mp4\"; printf '{\"copies\":[{\"name\":\"composite.mp4\",\"kind\":\"COMPOSITE\","
                    + "\"mediaType\":\"video/mp4\",\"startMillis\":0,\"durationMillis\":3000,\"part\":1}],"
                    + "\"speech\":[{\"peer\":\"p1\",\"person\":\"An\",\"fromMillis\":100,\"toMillis\":900}]}' > \"$1/copies.json\"");

    private static final String MINUTES =
            "{\"paragraphs\":[{\"number\":1,\"elapsedMillis\":1500,\"text\":\"5 < 6 & more\"}]}";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-22T08:00:00Z"));

    @TempDir
    Path directory;

    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Archive archive;
    private AuditLog audit;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabase.of(
                Outbox.SCHEMA, AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Archive.SCHEMA, Replay.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            officials.addPost(
                    tx,
                    officials.register(tx, "nguyen", "Nguyễn Thị Bình", "kachehri", Language.VI),
                    Role.INSPECTOR,
                    "central");
            officials.addPost(
                    tx, officials.register(tx, "hoa", "Trần Thị Hoa", "kachehri", Language.VI), Role.INSPECTOR, "vinh");
            officials.addPost(
                    tx,
                    officials.register(tx, "le", "Lê Văn Cường", "kachehri", Language.VI),
                    Role.ARCHIVIST,
                    "central");
        });
        audit = new AuditLog(clock);
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        ArchiveSettings settings = new ArchiveSettings(
                directory.resolve("recordings"),
                directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE),
                COMPOSER,
                Duration.ofMinutes(1),
                Optional.empty());
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
        archive = new Archive(
                database.transactions(),
                new Outbox(Json.mapper(), clock),
                settings,
                SigningIdentity.open(signing, clock),
                (tx, unitId) -> REACHED,
                clock);
        OfficialApi officialApi = access.register(http);
        Approvals approvals = new Approvals(database.transactions(), (tx, unitId) -> REACHED, audit, clock);
        approvals.register(officialApi);
        new Replay(
                        database.transactions(),
                        archive,
                        approvals,
                        audit,
                        (tx, receptionId) -> Optional.empty(),
                        clock,
                        random)
                .register(officialApi);
        archive.register(officialApi);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        archive.close();
        database.close();
    }

    private static RecordingSubject subject(boolean protectedIdentity) {
        return new RecordingSubject(
                "r1",
                "PS-20261122-yen-hoa-1",
                "yen-hoa",
                LocalDate.parse("2026-11-22"),
                "Trần Văn An",
                "COMPLAINT",
                protectedIdentity);
    }

    private void record(boolean protectedIdentity) throws IOException {
        AtomicLong nanos = new AtomicLong();
        CaptureRecorder recorder =
                CaptureRecorder.start(CaptureSettings.of(archive.captureDirectory("r1"), "r1"), clock, nanos::get);
        SourceDescription microphone =
                new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 1, 7, -1);
        MemorySegment packet = MemorySegment.ofArray(new byte[100]);
        for (int i = 0; i < 100; i++) {
            if (i == 50) {
                recorder.pause(GapCause.OFF_RECORD, "a private matter");
                nanos.addAndGet(1_000_000_000L);
                recorder.resume();
            }
            RtpHeader.write(packet, 0, 111, false, i, i * 960L, 7);
            recorder.rtp(nanos.addAndGet(20_000_000), "p1/microphone", microphone, packet, 0, 100, false);
        }
        recorder.event("{\"type\":\"hand\",\"peer\":\"p1\"}");
        recorder.finish();
        archive.finalise(
                subject(protectedIdentity),
                "{\"id\":\"r1\",\"participants\":[{\"peer\":\"p1\",\"name\":\"Trần Văn An\"}]}",
                Map.of("minutes.json", MINUTES.getBytes(StandardCharsets.UTF_8)));
        archive.awaitCopies();
    }

    @Test
    void howTheArchiveIsIsToldToWhoKeepsItAndNamesNobody() throws Exception {
        record(true);
        String told = portal.get("/api/archive/state", portal.signIn("le")).body();
        JsonNode state = Json.mapper().readTree(told);
        assertEquals(1, state.at("/recordings/VERIFIED").asInt(), told);
        assertEquals(0, state.get("unsealed").asInt());
        assertTrue(state.get("late").isEmpty());
        assertFalse(told.contains("Trần"), told);
    }

    @Test
    void anInspectorFindsOpensWithAReasonAndPlaysAndAllOfItIsLogged() throws Exception {
        record(false);
        assertEquals(Optional.of(RecordingState.VERIFIED), archive.state("r1"));
        assertFalse(Files.exists(archive.captureDirectory("r1")));
        Browser nguyen = portal.signIn("nguyen");
        JsonNode found = json(portal.get("/api/archive?q=tran%20VAN", nguyen)).get("lines");
        assertEquals(1, found.size(), found.toString());
        assertEquals("VERIFIED", found.get(0).get("state").asText());
        assertTrue(found.get(0).get("copiesReady").asBoolean());
        assertFalse(found.get(0).get("protected").asBoolean());

        assertEquals(
                400,
                portal.post("/api/archive/r1/views", "{\"reason\":\"   \"}", nguyen)
                        .statusCode());
        HttpResponse<String> opened = portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal 12/2026\"}", nguyen);
        assertEquals(201, opened.statusCode(), opened.body());
        JsonNode view = json(opened);
        assertEquals("INTACT", view.at("/seal/verdict").asText());
        assertEquals("off-record", view.at("/gaps/0/cause").asText());
        assertTrue(view.at("/durationMillis").asLong() >= 3_000, opened.body());
        assertTrue(view.get("events").toString().contains("Trần Văn An"));
        assertEquals("composite.mp4", view.at("/copies/0/name").asText());
        assertEquals("An", view.at("/speech/0/person").asText());

        String path = "/api/archive/views/" + view.get("id").asText();
        assertEquals(view, json(portal.get(path, nguyen)));
        assertEquals(
                "WEBVTT\n\n00:00:01.500 --> 00:00:16.500\n5 &lt; 6 &amp; more\n",
                portal.get(path + "/copies/composite.mp4/captions", nguyen).body());
        String address = view.at("/copies/0/address").asText();
        HttpResponse<String> range = portal.send(portal.request(address, nguyen).header("Range", "bytes=2-4"));
        assertEquals(206, range.statusCode());
        assertEquals("234", range.body());
        assertEquals(
                403,
                portal.get(address.replace("composite.mp4", "copies.json"), nguyen)
                        .statusCode());
        String watched = "{\"copy\":\"composite.mp4\",\"fromMillis\":0,\"toMillis\":1000}";
        clock.move(Duration.ofSeconds(1));
        assertEquals(204, portal.post(path + "/watched", watched, nguyen).statusCode());

        Browser le = portal.signIn("le");
        assertEquals(403, portal.get(path, le).statusCode());
        JsonNode access = json(portal.get("/api/archive/r1/access", le));
        assertEquals("WATCHED", access.get(0).get("what").asText());
        assertEquals(1_000, access.get(0).get("toMillis").asLong());
        assertEquals("Appeal 12/2026", access.get(1).get("reason").asText());
        List<AuditEntry> logged = database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                .map(line -> line.entry())
                .toList();
        assertEquals(
                List.of("REPLAY", "SEND_COPY", "WATCH"),
                logged.stream().map(AuditEntry::action).toList());
        assertEquals("bytes=2-4", logged.get(1).detail().get("range"));
    }

    @Test
    void aDamagedRecordingIsNotShown() throws Exception {
        record(false);
        Path segment = archive.packageDirectory("r1").resolve("data/segments/segment-000001.pcapng");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode view = json(portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", nguyen));
        assertEquals("DAMAGED", view.at("/seal/verdict").asText());
        assertEquals(
                "data/segments/segment-000001.pcapng",
                view.at("/seal/firstDamaged").asText());
        assertEquals(0, view.get("copies").size());
        String copy = "/api/archive/views/" + view.get("id").asText() + "/copies/composite.mp4/captions";
        assertEquals(404, portal.get(copy, nguyen).statusCode());
        assertEquals(Optional.of(RecordingState.DAMAGED), archive.state("r1"));
    }

    @Test
    void aPackageInThePlaceOfTheArchivedOneIsFound() throws Exception {
        record(false);
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        Path stored = archive.packageDirectory("r1");
        Files.move(stored, directory.resolve("original"));
        CaptureRecorder other = CaptureRecorder.start(
                CaptureSettings.of(directory.resolve("other"), "r1"), clock, new AtomicLong()::incrementAndGet);
        new Seal(SigningIdentity.open(signing, clock), clock)
                .seal(new SealRequest(other.finish(), "PS-20261122-yen-hoa-1", "{}", Map.of()), stored);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode view = json(portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", nguyen));
        assertEquals("DAMAGED", view.at("/seal/verdict").asText());
    }

    @Test
    void nobodySeesWhatIsNotSealedOrDoesNotExist() throws Exception {
        database.transactions().act(tx -> archive.writing(tx, subject(false)));
        Browser nguyen = portal.signIn("nguyen");
        assertEquals(
                409,
                portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", nguyen)
                        .statusCode());
        assertEquals(
                404,
                portal.post("/api/archive/r2/views", "{\"reason\":\"Appeal\"}", nguyen)
                        .statusCode());
        assertEquals(404, portal.get("/api/archive/views/none", nguyen).statusCode());
    }

    @Test
    void theListIsNarrowedByPointDayTypeStateAndWordsAndComesInPages() throws Exception {
        database.transactions().act(tx -> {
            for (int i = 1; i <= 30; i++) {
                archive.writing(
                        tx,
                        new RecordingSubject(
                                "r" + i,
                                "PS-" + (100 + i),
                                i % 2 == 0 ? "vinh" : "yen-hoa",
                                LocalDate.parse("2026-11-01").plusDays(i - 1),
                                i == 7 ? "TC-2026-0041" : "Đặng Thị Hậu",
                                i == 7 ? "DENUNCIATION" : "COMPLAINT",
                                i == 7));
            }
        });
        Browser le = portal.signIn("le");
        JsonNode all = json(portal.get("/api/archive", le));
        assertEquals(30, all.get("count").asInt());
        assertEquals(25, all.get("lines").size());
        assertEquals("PS-130", all.at("/lines/0/code").asText());
        assertEquals("[\"vinh\",\"yen-hoa\"]", all.get("points").toString());
        JsonNode second = json(portal.get("/api/archive?page=2", le));
        assertEquals(5, second.get("lines").size());
        assertEquals("PS-101", second.at("/lines/4/code").asText());
        assertEquals(
                15, json(portal.get("/api/archive?point=vinh", le)).get("count").asInt());
        assertEquals(
                3,
                json(portal.get("/api/archive?from=2026-11-05&to=2026-11-07", le))
                        .get("count")
                        .asInt());
        assertEquals(
                29,
                json(portal.get("/api/archive?q=dang%20thi", le)).get("count").asInt());
        assertEquals(0, json(portal.get("/api/archive?q=_", le)).get("count").asInt(), "what was typed is no pattern");
        JsonNode denounced = json(portal.get("/api/archive?type=DENUNCIATION&state=WRITING&q=0041", le));
        assertEquals("TC-2026-0041", denounced.at("/lines/0/person").asText());
        assertEquals(
                0,
                json(portal.get("/api/archive?state=VERIFIED", le)).get("count").asInt());
        assertEquals(400, portal.get("/api/archive?from=yesterday", le).statusCode());
        assertEquals(400, portal.get("/api/archive?page=0", le).statusCode());
    }

    @Test
    void aProtectedRecordingOpensWhenAnotherAgreesAndOnlyForItsTime() throws Exception {
        record(true);
        Browser nguyen = portal.signIn("nguyen");
        HttpResponse<String> asked = portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal 12/2026\"}", nguyen);
        assertEquals(202, asked.statusCode(), asked.body());
        assertEquals("WAITING", json(asked).get("state").asText());
        Browser hoa = portal.signIn("hoa");
        String decision = "/api/approvals/" + json(asked).get("id").asText() + "/decision";
        assertEquals(200, portal.post(decision, "{\"approved\":true}", hoa).statusCode());
        HttpResponse<String> opened = portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal 12/2026\"}", nguyen);
        assertEquals(201, opened.statusCode(), opened.body());
        String path = "/api/archive/views/" + json(opened).get("id").asText();
        clock.move(Duration.ofHours(11));
        assertEquals(200, portal.get(path, nguyen).statusCode());
        assertEquals(
                201,
                portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", nguyen)
                        .statusCode());
        clock.move(Duration.ofHours(2));
        Browser again = portal.signIn("nguyen");
        assertEquals(404, portal.get(path, again).statusCode());
        assertEquals(
                202,
                portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", again)
                        .statusCode(),
                "the permission's time is over");
        assertEquals(
                202,
                portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", portal.signIn("hoa"))
                        .statusCode(),
                "who agreed for another still needs a second person");
    }

    @Test
    void aLinkToACopyIsOfOneBrowserAndEnds() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode view = json(portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", nguyen));
        String address = view.at("/copies/0/address").asText();
        assertEquals(200, portal.get(address, nguyen).statusCode());
        assertEquals(
                403, portal.get(address, portal.signIn("nguyen")).statusCode(), "another browser of the same person");
        assertEquals(
                403,
                portal.get(address.replaceFirst("until=1", "until=2"), nguyen).statusCode());
        clock.move(Duration.ofHours(1));
        HttpResponse<String> late = portal.get(address, nguyen);
        assertEquals(410, late.statusCode());
        assertEquals("link-expired", json(late).get("type").asText());
        String fresh = json(portal.get("/api/archive/views/" + view.get("id").asText(), nguyen))
                .at("/copies/0/address")
                .asText();
        assertEquals(200, portal.get(fresh, nguyen).statusCode());
    }

    @Test
    void bookmarksAreOnesOwnUntilShared() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        Browser hoa = portal.signIn("hoa");
        String mine = bookmarks(nguyen);
        String hers = bookmarks(hoa);
        JsonNode own = json(portal.post(mine, "{\"atMillis\":1000,\"note\":\"the map\",\"shared\":false}", nguyen));
        JsonNode shared = json(portal.post(mine, "{\"atMillis\":500,\"note\":\"the oath\",\"shared\":true}", nguyen));
        JsonNode list = json(portal.get(mine, nguyen));
        assertEquals(List.of(shared, own), List.of(list.get(0), list.get(1)));
        JsonNode seen = json(portal.get(hers, hoa));
        assertEquals(1, seen.size());
        assertEquals("Nguyễn Thị Bình", seen.at("/0/author").asText());
        assertFalse(seen.at("/0/mine").asBoolean());
        String id = "/" + shared.get("id").asText();
        assertEquals(404, portal.delete(hers + id, hoa).statusCode());
        assertEquals(404, portal.delete(mine + id, hoa).statusCode(), "a view is its viewer's alone");
        assertEquals(204, portal.delete(mine + id, nguyen).statusCode());
        assertEquals(0, json(portal.get(hers, hoa)).size());
        assertEquals(
                400,
                portal.post(mine, "{\"atMillis\":-1,\"note\":\"\",\"shared\":true}", nguyen)
                        .statusCode());
        List<String> actions = database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                .map(line -> line.entry().action())
                .filter(action -> action.endsWith("BOOKMARK"))
                .toList();
        assertEquals(List.of("BOOKMARK", "BOOKMARK", "REMOVE_BOOKMARK"), actions);
    }

    @Test
    void whatIsNoPlaceOrCopyOfTheRecordingIsRefusedAndNotLogged() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        String mine = bookmarks(nguyen);
        String log = mine.replace("/bookmarks", "/watched");
        refused(400, "outside", portal.post(mine, bookmark(86_400_000, "later"), nguyen));
        refused(400, "note-needed", portal.post(mine, bookmark(0, "  "), nguyen));
        assertEquals(
                400, portal.post(mine, bookmark(0, "x".repeat(10_000)), nguyen).statusCode());
        refused(400, "outside", portal.post(log, watched("composite.mp4", 0, 86_400_000), nguyen));
        refused(400, "malformed", portal.post(log, watched("composite.mp4", 1000, 0), nguyen));
        assertEquals(
                404, portal.post(log, watched("other.mp4", 0, 1000), nguyen).statusCode());
        assertEquals(0, json(portal.get(mine, nguyen)).size());
        List<String> actions = database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                .map(line -> line.entry().action())
                .toList();
        assertEquals(List.of("REPLAY"), actions);
    }

    private static void refused(int status, String type, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode());
        assertEquals(type, json(answer).get("type").asText());
    }

    private static String bookmark(long atMillis, String note) {
        return "{\"atMillis\":" + atMillis + ",\"note\":\"" + note + "\",\"shared\":false}";
    }

    private static String watched(String copy, long fromMillis, long toMillis) {
        return "{\"copy\":\"" + copy + "\",\"fromMillis\":" + fromMillis + ",\"toMillis\":" + toMillis + "}";
    }

    private String bookmarks(Browser browser) throws Exception {
        JsonNode view = json(portal.post("/api/archive/r1/views", "{\"reason\":\"Appeal\"}", browser));
        return "/api/archive/views/" + view.get("id").asText() + "/bookmarks";
    }
}
