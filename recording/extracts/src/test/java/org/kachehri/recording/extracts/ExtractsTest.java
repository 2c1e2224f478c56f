package org.kachehri.recording.extracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.Handle;
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
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.archive.RecordingSubject;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verify;

class ExtractsTest {
    private static final Set<String> REACHED = Set.of("yen-hoa", "vinh");
    /** Stands for the composer's process: viewing copies of two people, or an excerpt whose picture is the order itself. */
    private static final List<String> COMPOSER = List.of(
            "sh",
            "-c",
            """
            mkdir -p "$1"
            if [ -n "$2" ]; then
              cp "$2" "$1/extract.mp4"; : > "$1/events.jsonl"; : > "$1/ledger.jsonl"
              printf '{"from":"2026-11-22T08:00:01Z","to":"2026-11-22T08:00:02Z","tracks":["p1/microphone"],"masked":[{"peer":"p2"}]}' > "$1/excerpt.json"
            else
              printf '{"startedAt":"2026-11-22T09:00:00.020Z","copies":[{"name":"p1-microphone.webm","track":"p1/microphone~h"}]}' > "$1/copies.json"
            fi""");

    private static final String RECEPTION =
            """
            {"participants": [{"peer": "p1", "name": "Võ Văn Thành", "role": "CHAIR"},
            {"peer": "p2", "name": "Nazir Ahmad", "role": "CITIZEN"}, {"peer": "p3", "name": "Batool", "role": "SECRETARY"},
            {"peer": "p4", "name": "Võ Văn", "role": "SECRETARY"}]}
            """;

    /** Stands for the minutes' own module. */
    private static final Map<String, Object> MINUTES = Map.of(
            "paragraphs",
            List.of(
                    Map.of("number", 1, "text", "Nazir Ahmad wants his land back.", "elapsedMillis", 200),
                    Map.of(
                            "number",
                            2,
                            "text",
                            "BATOOL will ask <the office>; Võ\nVăn THÀNH and Vo\u0303 Va\u0306n agree.",
                            "speaker",
                            "Nazir Ahmad",
                            "elapsedMillis",
                            1_100)));

    private final AtomicLong seconds =
            new AtomicLong(Instant.parse("2026-11-22T09:00:00Z").getEpochSecond());
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @TempDir
    Path directory;

    private TestDatabase database;
    private Access access;
    private Approvals approvals;
    private Seal seal;
    /** What is to be done again later. */
    private final List<Runnable> later = new ArrayList<>();

    private final ScheduledExecutorService maker = new ScheduledThreadPoolExecutor(0) {
        @Override
        public void execute(Runnable now) {
            now.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            later.add(task);
            return null;
        }
    };

    /** What happens in the archive while an extract is being made. */
    private Consumer<Handle> meanwhile = tx -> {};

    private HttpServer server;
    private OfficialBrowsers portal;
    private Archive archive;
    private AuditLog audit;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabase.of(
                Outbox.SCHEMA, AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Archive.SCHEMA, Extracts.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            for (Map.Entry<String, Role> one : Map.of(
                            "nguyen", Role.INSPECTOR, "tran", Role.INSPECTOR, "vo", Role.CHAIR, "mai", Role.RECEIVER)
                    .entrySet()) {
                officials.addPost(
                        tx,
                        officials.register(tx, one.getKey(), "Official " + one.getKey(), "kachehri", Language.EN),
                        one.getValue(),
                        "central");
            }
        });
        audit = new AuditLog(clock);
        SigningSettings signing = new SigningSettings(directory.resolve("keys"), "Central Office");
        SigningIdentity identity = SigningIdentity.open(signing, clock);
        ArchiveSettings settings = new ArchiveSettings(
                directory.resolve("recordings"), authority(), COMPOSER, Duration.ofMinutes(1), Optional.empty());
        archive = new Archive(
                database.transactions(),
                new Outbox(Json.mapper(), clock),
                settings,
                identity,
                (tx, unitId) -> REACHED,
                clock);
        HttpApi http = HttpApi.load();
        access = new Access(
                database.transactions(),
                officials,
                audit,
                (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                Set.of(),
                clock,
                random);
        OfficialApi api = access.register(http);
        approvals = new Approvals(database.transactions(), (tx, unitId) -> REACHED, audit, clock);
        approvals.register(api);
        seal = new Seal(identity, clock);
        extracts().register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
    }

    private Extracts extracts() {
        return new Extracts(
                database.transactions(),
                archive,
                approvals,
                (tx, receptionId) -> {
                    meanwhile.accept(tx);
                    return Optional.of(MINUTES);
                },
                (tx, receptionId) -> Optional.of(Map.of("number", "T-12", "asked", "land of Nazir Ahmad")),
                seal,
                audit,
                maker,
                clock,
                new SecureRandom());
    }

    private Path authority() {
        return directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        archive.close();
        database.close();
    }

    /** Two seconds of one microphone, and two more off the record. */
    private void record(boolean protectedIdentity) throws IOException {
        AtomicLong nanos = new AtomicLong();
        CaptureRecorder recorder =
                CaptureRecorder.start(CaptureSettings.of(archive.captureDirectory("r1"), "r1"), clock, nanos::get);
        SourceDescription microphone =
                new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 1, 7, -1);
        MemorySegment packet = MemorySegment.ofArray(new byte[100]);
        for (int i = 0; i < 101; i++) {
            RtpHeader.write(packet, 0, 111, false, i, i * 960L, 7);
            recorder.rtp(nanos.addAndGet(20_000_000), "p1/microphone", microphone, packet, 0, 100, false);
        }
        recorder.pause(GapCause.OFF_RECORD, "a family matter");
        nanos.addAndGet(2_000_000_000);
        recorder.resume();
        recorder.rtp(nanos.addAndGet(20_000_000), "p1/microphone", microphone, packet, 0, 100, false);
        recorder.finish();
        archive.finalise(
                new RecordingSubject(
                        "r1",
                        "PS-20261122-yen-hoa-1",
                        "yen-hoa",
                        LocalDate.parse("2026-11-22"),
                        "Nazir Ahmad",
                        "COMPLAINT",
                        protectedIdentity),
                RECEPTION,
                Map.of());
        archive.awaitCopies();
    }

    @Test
    void oneAsksAnotherApprovesAndWhatIsHandedOutProvesWhereItIsFrom() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts",
                """
                {"fromMillis": 1000, "toMillis": 2000, "reason": "Appeal 12/2026", "tracks": ["p1/microphone"],
                "masked": [{"peer": "p2", "voice": "SILENT"}]}""",
                nguyen));
        String path = "/api/archive/extracts/" + asked.path("id").asText();
        assertEquals("WAITING", asked.at("/approval/state").asText(), asked.toString());
        assertRefused(409, "not-approved", portal.post(path + "/make", "", nguyen));
        String decision = "/api/approvals/" + asked.at("/approval/id").asText() + "/decision";
        assertEquals(403, portal.post(decision, "{\"approved\": true}", nguyen).statusCode());
        Browser vo = portal.signIn("vo");
        assertEquals(1, json(portal.get("/api/archive/extracts", vo)).size());
        assertEquals(200, portal.post(decision, "{\"approved\": true}", vo).statusCode());
        assertRefused(409, "not-made", portal.post(path + "/links", "", nguyen));
        assertEquals(202, portal.post(path + "/make", "", nguyen).statusCode());
        assertEquals(202, portal.post(path + "/make", "", nguyen).statusCode(), "it is made once");
        // Who didn't ask gets nothing, whatever their right.
        assertEquals(
                404, portal.post(path + "/links", "", portal.signIn("tran")).statusCode());

        String url = json(portal.post(path + "/links", "", nguyen)).path("url").asText();
        HttpResponse<byte[]> downloaded = portal.send(portal.request(url, nguyen), BodyHandlers.ofByteArray());
        assertEquals(200, downloaded.statusCode());
        assertTrue(downloaded
                .headers()
                .firstValue("content-disposition")
                .orElseThrow()
                .contains("PS-20261122-yen-hoa-1-extract-"));
        Path zip = Files.write(directory.resolve("handed-out.zip"), downloaded.body());
        assertEquals(Verdict.INTACT, Verify.verify(zip, List.of(authority())).verdict());
        Map<String, String> files = files(zip);
        assertTrue(
                files.keySet().containsAll(List.of("data/extract.mp4", "data/events.jsonl", "data/ledger.jsonl")),
                files.keySet().toString());
        JsonNode order = Json.mapper().readTree(files.get("data/extract.mp4"));
        assertEquals(
                "[{\"peer\":\"p2\",\"alias\":\"A\",\"voice\":\"SILENT\"}]",
                order.path("masks").toString());
        assertEquals("[\"p1/microphone\"]", order.path("tracks").toString());
        JsonNode about =
                Json.mapper().readTree(files.get("signature/manifest.json")).path("extract");
        assertEquals(
                Verify.sealSha256(archive.packageDirectory("r1")),
                about.at("/source/sealSha256").asText());
        assertEquals("Official nguyen", about.at("/asked/by").asText());
        assertEquals("Appeal 12/2026", about.at("/asked/reason").asText());
        assertEquals("Official vo", about.at("/approved/by").asText());
        assertEquals("kachehri-mask-1", about.path("maskingRule").asText());
        assertEquals("2026-11-22T08:00:01Z", about.path("from").asText());
        // The silent voice's words of that time, under the alias, and no paper beyond.
        assertEquals(
                "WEBVTT\n\n00:00:00.100 --> 00:00:01.000\nA: BATOOL will ask &lt;the office&gt;; Võ\nVăn THÀNH and Võ Văn agree.\n",
                files.get("data/extract.vtt"));
        assertFalse(files.get("data/minutes.json").contains("land back"));
        assertFalse(files.containsKey("data/receipt.json"));

        JsonNode line = json(portal.get("/api/archive/extracts", nguyen)).get(0);
        assertEquals("READY", line.path("progress").asText());
        assertEquals("Official nguyen", line.at("/downloads/0/name").asText());
        seconds.addAndGet(601);
        assertRefused(410, "expired", portal.get(url, portal.signIn("nguyen")));
        List<String> actions = database.transactions().run(tx -> audit.about(tx, "r1")).stream()
                .map(entry -> entry.entry().action())
                .toList();
        assertEquals(List.of("MAKE_EXTRACT", "DOWNLOAD_EXTRACT"), actions);
        try (var left = Files.list(archive.extractsDirectory("r1"))) {
            assertEquals(1, left.count(), "nothing but the zip");
        }
    }

    @Test
    void aCitizensOwnStatementComesWithMinutesAndReceiptAndShowsNobodyElse() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts",
                """
                {"fromMillis": 0, "toMillis": 2000, "reason": "Asked at the counter", "citizen": {"peer": "p2", "pass": "0471"}}""",
                nguyen));
        approve(asked, "vo");
        Map<String, String> files = files(download(asked, nguyen));
        JsonNode order = Json.mapper().readTree(files.get("data/extract.mp4"));
        assertEquals(
                "[{\"peer\":\"p1\",\"alias\":\"A\",\"voice\":\"VEILED\"},{\"peer\":\"p3\",\"alias\":\"B\",\"voice\":\"VEILED\"},{\"peer\":\"p4\",\"alias\":\"C\",\"voice\":\"VEILED\"}]",
                order.path("masks").toString());
        assertTrue(files.get("data/minutes.json").contains("Nazir Ahmad wants his land back."));
        assertTrue(
                files.get("data/minutes.json").contains("B will ask <the office>; A and C agree."),
                files.get("data/minutes.json"));
        assertTrue(files.get("data/receipt.json").contains("T-12"));
        JsonNode about =
                Json.mapper().readTree(files.get("signature/manifest.json")).path("extract");
        assertEquals("0471", about.at("/citizen/pass").asText());
    }

    @Test
    void whoCameUnderProtectionIsMaskedEvenIfNobodyAskedForIt() throws Exception {
        record(true);
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts",
                "{\"fromMillis\": 0, \"toMillis\": 2000, \"reason\": \"For the press\"}",
                portal.signIn("nguyen")));
        assertEquals(
                "[{\"peer\":\"p2\",\"alias\":\"Nazir Ahmad\",\"voice\":\"VEILED\"}]",
                asked.path("masked").toString());
    }

    @Test
    void whatCannotBeIsRefusedWithASentenceAndNothingIsWritten() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        String asking = "/api/archive/r1/extracts";
        assertRefused(
                400,
                "outside-recording",
                portal.post(asking, "{\"fromMillis\": 0, \"toMillis\": 9000, \"reason\": \"Appeal\"}", nguyen));
        assertRefused(
                400,
                "outside-recording",
                portal.post(asking, "{\"fromMillis\": 900, \"toMillis\": 900, \"reason\": \"Appeal\"}", nguyen));
        assertRefused(
                400,
                "nothing-recorded",
                portal.post(asking, "{\"fromMillis\": 2500, \"toMillis\": 3500, \"reason\": \"Appeal\"}", nguyen));
        assertEquals(
                201,
                portal.post(asking, "{\"fromMillis\": 1500, \"toMillis\": 3500, \"reason\": \"Appeal\"}", nguyen)
                        .statusCode(),
                "what is recorded in part can be handed out");
        database.transactions().act(tx -> tx.execute("DELETE FROM extracts.extract"));
        assertRefused(
                400,
                "no-such-track",
                portal.post(
                        asking,
                        "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\", \"tracks\": [\"p9/camera\"]}",
                        nguyen));
        assertRefused(
                400,
                "no-such-person",
                portal.post(
                        asking,
                        "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\", \"masked\": [{\"peer\": \"p9\", \"voice\": \"SILENT\"}]}",
                        nguyen));
        assertRefused(
                400,
                "no-such-person",
                portal.post(
                        asking,
                        "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\", \"citizen\": {\"peer\": \"p9\", \"pass\": \"1\"}}",
                        nguyen));
        assertRefused(
                400,
                "reason-needed",
                portal.post(asking, "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"    \"}", nguyen));
        assertEquals(
                404,
                portal.post(
                                "/api/archive/r2/extracts",
                                "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}",
                                nguyen)
                        .statusCode());
        assertEquals(
                403,
                portal.post(
                                asking,
                                "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}",
                                portal.signIn("mai"))
                        .statusCode());
        assertEquals(0, json(portal.get("/api/archive/extracts", nguyen)).size());

        JsonNode refused =
                json(portal.post(asking, "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Curiosity\"}", nguyen));
        portal.post(
                "/api/approvals/" + refused.at("/approval/id").asText() + "/decision",
                "{\"approved\": false, \"answer\": \"No ground\"}",
                portal.signIn("vo"));
        assertRefused(
                409,
                "refused",
                portal.post("/api/archive/extracts/" + refused.path("id").asText() + "/make", "", nguyen));
        JsonNode late =
                json(portal.post(asking, "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}", nguyen));
        seconds.addAndGet(Duration.ofDays(8).toSeconds());
        assertRefused(
                409,
                "expired",
                portal.post(
                        "/api/archive/extracts/" + late.path("id").asText() + "/make", "", portal.signIn("nguyen")));
        assertFalse(Files.exists(archive.extractsDirectory("r1")));
    }

    @Test
    void ofADamagedRecordingNoExtractIsMade() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts", "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}", nguyen));
        approve(asked, "vo");
        Path events = archive.packageDirectory("r1").resolve("data/events.jsonl");
        Files.delete(events);
        Files.writeString(events, "{}\n");
        String path = "/api/archive/extracts/" + asked.path("id").asText();
        assertEquals(202, portal.post(path + "/make", "", nguyen).statusCode());
        assertEquals(
                "FAILED",
                json(portal.get("/api/archive/extracts", nguyen))
                        .get(0)
                        .path("progress")
                        .asText());
        assertRefused(409, "not-made", portal.post(path + "/links", "", nguyen));
        try (var left = Files.list(archive.extractsDirectory("r1"))) {
            assertEquals(0, left.count(), "nothing half made");
        }
    }

    @Test
    void whatAKilledServerWasMakingIsMadeByTheNext() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts", "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}", nguyen));
        approve(asked, "vo");
        // As a kill leaves it: begun, and half of it written.
        database.transactions().act(tx -> tx.execute("UPDATE extracts.extract SET progress = 'MAKING'"));
        Path left = archive.extractsDirectory("r1").resolve(asked.path("id").asText() + ".making");
        Files.createDirectories(left.resolve("composed"));
        Files.writeString(left.resolve("composed/extract.mp4"), "half");

        extracts().register(access.register(HttpApi.load()));

        Path zip = download(asked, nguyen);
        assertEquals(Verdict.INTACT, Verify.verify(zip, List.of(authority())).verdict());
        assertFalse(Files.exists(left));
    }

    @Test
    void whatWasBeingMadeWhenTheDatabaseWasLostIsMadeWhenItIsBack() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        JsonNode asked = json(portal.post(
                "/api/archive/r1/extracts", "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\"}", nguyen));
        approve(asked, "vo");
        meanwhile = tx -> tx.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        assertEquals(
                202,
                portal.post("/api/archive/extracts/" + asked.path("id").asText() + "/make", "", nguyen)
                        .statusCode());
        meanwhile = tx -> {};
        later.removeFirst().run();
        assertEquals(
                Verdict.INTACT,
                Verify.verify(download(asked, nguyen), List.of(authority())).verdict());
        assertEquals(List.of(), later);
    }

    @Test
    void withTheRecordingItsExtractsAreDestroyedAlsoOneThatIsBeingMade() throws Exception {
        record(false);
        Browser nguyen = portal.signIn("nguyen");
        String order =
                "{\"fromMillis\": 0, \"toMillis\": 900, \"reason\": \"Appeal\", \"citizen\": {\"peer\": \"p2\", \"pass\": \"1\"}}";
        JsonNode made = json(portal.post("/api/archive/r1/extracts", order, nguyen));
        approve(made, "vo");
        assertEquals(
                Verdict.INTACT,
                Verify.verify(download(made, nguyen), List.of(authority())).verdict());
        JsonNode making = json(portal.post("/api/archive/r1/extracts", order, nguyen));
        approve(making, "vo");
        meanwhile = tx -> archive.destroy(tx, "r1");

        assertEquals(
                202,
                portal.post("/api/archive/extracts/" + making.path("id").asText() + "/make", "", nguyen)
                        .statusCode());

        assertFalse(Files.exists(
                archive.extractsDirectory("r1").resolve(making.path("id").asText() + ".zip")));
        archive.deleteDestroyed();
        assertFalse(Files.exists(archive.extractsDirectory("r1")));
        assertRefused(
                409,
                "destroyed",
                portal.post("/api/archive/extracts/" + made.path("id").asText() + "/links", "", nguyen));
        assertRefused(
                409,
                "destroyed",
                portal.post("/api/archive/extracts/" + making.path("id").asText() + "/make", "", nguyen));
        assertFalse(Files.exists(archive.extractsDirectory("r1")));
    }

    private void approve(JsonNode extract, String login) throws Exception {
        String decision = "/api/approvals/" + extract.at("/approval/id").asText() + "/decision";
        HttpResponse<String> answer = portal.post(decision, "{\"approved\": true}", portal.signIn(login));
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private Path download(JsonNode extract, Browser browser) throws Exception {
        String path = "/api/archive/extracts/" + extract.path("id").asText();
        assertEquals(202, portal.post(path + "/make", "", browser).statusCode());
        String url = json(portal.post(path + "/links", "", browser)).path("url").asText();
        return portal.send(portal.request(url, browser), BodyHandlers.ofFile(directory.resolve("downloaded.zip")))
                .body();
    }

    /** The files of the zip's bag by their path in it. */
    private static Map<String, String> files(Path zip) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName();
                files.put(
                        name.substring(name.indexOf('/') + 1),
                        new String(entries.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static void assertRefused(int status, String type, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(type, json(answer).path("type").asText(), answer.body());
        assertTrue(json(answer).path("title").asText().length() > 10, answer.body());
    }
}
