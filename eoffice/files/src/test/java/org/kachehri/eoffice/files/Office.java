package org.kachehri.eoffice.files;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.kachehri.eoffice.cases.Cases;
import org.kachehri.eoffice.cases.HeardReceptions;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.IdentityPaper;
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
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.queue.CaseType;
import org.kachehri.scheduler.queue.KioskApi;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.queue.RegisterVisit;
import org.kachehri.scheduler.readiness.Readiness;

/** From the commune's desk to the province's e-office on a real database and behind a real server; receptions are over at once. */
final class Office implements AutoCloseable {
    /** 10:00 on Sunday 22 November 2026 in Viet Nam. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

    final TestDatabase database = TestDatabase.of(
            AuditLog.SCHEMA,
            Officials.SCHEMA,
            Access.SCHEMA,
            Outbox.SCHEMA,
            Points.SCHEMA,
            Readiness.SCHEMA,
            Calendars.SCHEMA,
            Queue.SCHEMA,
            Cases.SCHEMA,
            Files.SCHEMA);
    final Transactions transactions = database.transactions();
    final PointStore points = new PointStore();
    final AuditLog audit = new AuditLog(CLOCK);
    final Outbox outbox = new Outbox(Json.mapper(), CLOCK);
    final SecureRandom random = new SecureRandom();
    final Officials officials = new Officials(new Passwords(random), CLOCK);
    final Citizens citizens = new Citizens(SealingKey.of(new byte[32], random), audit, CLOCK);
    final Queue queue = new Queue(transactions, points, citizens, outbox, audit, CLOCK, random);
    final Map<String, HeardReceptions.Heard> receptions = new ConcurrentHashMap<>();
    final Cases cases = new Cases(
            transactions,
            points,
            citizens,
            queue.visits(),
            (tx, id) -> Optional.ofNullable(receptions.get(id)),
            new Calendars(),
            outbox,
            audit,
            CLOCK);
    final Files files = new Files(transactions, cases.tickets(), points, officials, outbox, audit, CLOCK);
    final Relay relay = new Relay(transactions, outbox, CLOCK);
    final HttpServer server;
    private final SignedIn receiver;

    Office() {
        transactions.act(tx -> {
            points.put(tx, unit("central", UnitKind.CENTRAL, null));
            points.put(tx, unit("nghe-an", UnitKind.PROVINCE, "central"));
            points.put(tx, unit("gilgit", UnitKind.PROVINCE, "central"));
            Unit commune = unit("yen-hoa", UnitKind.COMMUNE, "nghe-an");
            points.put(tx, commune);
            points.put(tx, new Point("yen-hoa", commune, commune.name(), null));
        });
        receiver = official("mai", Role.RECEIVER, "yen-hoa");
        official("vo", Role.CHAIR, "nghe-an");
        official("dung", Role.SPECIALIST, "nghe-an");
        official("batool", Role.CHAIR, "gilgit");
        official("zafar", Role.SPECIALIST, "gilgit");
        official("nguyen", Role.INSPECTOR, "central");
        HttpApi http = HttpApi.load();
        OfficialApi officialApi = new Access(
                        transactions,
                        officials,
                        audit,
                        points,
                        new SecondFactors(SealingKey.of(new byte[32], random), CLOCK, random),
                        Set.of(),
                        CLOCK,
                        random)
                .register(http);
        KioskApi kiosk = queue.kioskApi(http);
        queue.register(
                http,
                officialApi,
                kiosk,
                (tx, who) -> List.of(),
                new Readiness(transactions, points, () -> 40, audit, CLOCK));
        cases.register(officialApi, kiosk);
        files.register(officialApi);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
    }

    /** @param token of the citizen's link */
    record Heard(String receptionId, String token) {}

    /** A citizen has come and was heard by commune and province. */
    Heard heard(CaseType type) {
        var command = new RegisterVisit.Command(
                "yen-hoa",
                new CitizenDetails("Vi Văn Pắn", "Bản Yên Hòa", IdentityPaper.NATIONAL_ID, "040085001234", null),
                new RegisterVisit.Matter(type, "Thu hồi đất", "Xem lại giá bồi thường", null, null, 3),
                Language.VI,
                List.of(RegisterVisit.Level.PROVINCE));
        return transactions.run(tx -> {
            var visit = (RegisterVisit.Outcome.Registered) queue.registerVisit().register(tx, receiver, command);
            String id = UUID.randomUUID().toString();
            queue.visits().leadsTo(tx, visit.visit().id(), id);
            receptions.put(
                    id,
                    new HeardReceptions.Heard(
                            id,
                            "PS-20261122-yen-hoa-1",
                            visit.visit().id(),
                            visit.visit().units(),
                            CLOCK.instant(),
                            true));
            return new Heard(id, visit.token());
        });
    }

    /** A browser of its own: cookies, and the CSRF token once somebody has signed in with it. */
    final class Browser {
        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new java.net.CookieManager())
                .build();
        private String csrf = "";

        Browser signIn(String login) throws Exception {
            var answer = post("/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"kachehri\"}");
            csrf = Json.mapper().readTree(answer.body()).path("csrfToken").asText();
            return this;
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return client.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(address(path))
                            .header("Content-Type", "application/json")
                            .header("X-CSRF-Token", csrf)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    Browser as(String login) throws Exception {
        return new Browser().signIn(login);
    }

    Browser nobody() {
        return new Browser();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    private SignedIn official(String login, Role role, String unitId) {
        return transactions.run(tx -> {
            String id = officials.register(tx, login, login, "kachehri", Language.VI);
            return new SignedIn(id, login, officials.addPost(tx, id, role, unitId), Language.VI);
        });
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(
                id, kind, parent, new Words(id, id, id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "VN-2026-07");
    }
}
