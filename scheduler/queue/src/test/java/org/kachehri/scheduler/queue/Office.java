package org.kachehri.scheduler.queue;

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
import java.util.Set;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.pass.PassKey;
import org.kachehri.identity.pass.Passes;
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
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.readiness.Readiness;

/** A commune with a receiving officer under a province with a chair, on a real database and behind a real server. */
final class Office implements AutoCloseable {
    /** 10:00 on Sunday 22 November 2026 in Viet Nam. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

    static final CitizenDetails CITIZEN =
            new CitizenDetails("Vi Văn Pắn", "Bản Yên Hòa", IdentityPaper.NATIONAL_ID, "040085001234", "0912345678");

    final TestDatabase database = TestDatabase.of(
            AuditLog.SCHEMA,
            Officials.SCHEMA,
            Access.SCHEMA,
            Outbox.SCHEMA,
            Passes.SCHEMA,
            Points.SCHEMA,
            Readiness.SCHEMA,
            Queue.SCHEMA);
    final Transactions transactions = database.transactions();
    final PointStore points = new PointStore();
    final AuditLog audit;
    final Outbox outbox;
    final SecureRandom random = new SecureRandom();
    final Officials officials;
    final Citizens citizens;
    final Queue queue;
    final HttpServer server;
    final SignedIn receiver;

    Office() {
        this(CLOCK);
    }

    Office(Clock clock) {
        audit = new AuditLog(clock);
        outbox = new Outbox(Json.mapper(), clock);
        officials = new Officials(new Passwords(random), clock);
        citizens = new Citizens(SealingKey.of(new byte[32], random), audit, clock);
        queue = new Queue(transactions, points, citizens, outbox, audit, clock, random);
        transactions.act(tx -> {
            points.put(tx, unit("central", UnitKind.CENTRAL, null));
            points.put(tx, unit("nghe-an", UnitKind.PROVINCE, "central"));
            points.put(tx, unit("gilgit", UnitKind.PROVINCE, "central"));
            for (String commune : List.of("yen-hoa", "tam-quang")) {
                Unit unit = unit(commune, UnitKind.COMMUNE, "nghe-an");
                points.put(tx, unit);
                points.put(tx, new Point(commune, unit, name(commune), null));
            }
        });
        receiver = official("mai", "Lô Thị Mai", Role.RECEIVER, "yen-hoa");
        official("vo", "Võ Văn Thành", Role.CHAIR, "nghe-an");
        official("batool", "بتول", Role.CHAIR, "gilgit");
        HttpApi http = HttpApi.load();
        Access access = new Access(
                transactions,
                officials,
                audit,
                points,
                new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                Set.of(),
                clock,
                random);
        OfficialApi officialApi = access.register(http);
        queue.register(
                http,
                officialApi,
                queue.kioskApi(http),
                (tx, who) -> List.of(),
                new Readiness(transactions, points, () -> 40, audit, clock));
        Passes passes = new Passes(transactions, PassKey.fresh(random), audit, clock, random);
        passes.register(officialApi);
        queue.registerPasses(officialApi, passes);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
    }

    RegisterVisit.Command command(String pointId, CaseType type) {
        return new RegisterVisit.Command(
                pointId,
                CITIZEN,
                new RegisterVisit.Matter(type, "Thu hồi đất", "Xem lại giá bồi thường", null, null, null),
                Language.VI,
                List.of(RegisterVisit.Level.PROVINCE, RegisterVisit.Level.CENTRAL));
    }

    RegisterVisit.Outcome.Registered register(CaseType type) {
        return (RegisterVisit.Outcome.Registered)
                transactions.run(tx -> queue.registerVisit().register(tx, receiver, command("yen-hoa", type)));
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

    Browser browser() {
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

    private SignedIn official(String login, String name, Role role, String unitId) {
        return transactions.run(tx -> {
            String id = officials.register(tx, login, name, "kachehri", Language.VI);
            return new SignedIn(id, name, officials.addPost(tx, id, role, unitId), Language.VI);
        });
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(id, kind, parent, name(id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "VN-2026-07");
    }

    private static Words name(String word) {
        return new Words(word, word, word);
    }
}
