package org.kachehri.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.TlsFiles;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.Database;
import org.kachehri.platform.postgres.DatabaseSettings;
import org.kachehri.platform.postgres.EmbeddedPostgres;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;

/** The composition root of the central point: makes every part, hands each what it needs, starts and stops them in order. */
final class CentralServer implements AutoCloseable {
    /** Module order: a schema's foreign keys point down only. */
    private static final List<ModuleSchema> SCHEMAS =
            List.of(Outbox.SCHEMA, AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Points.SCHEMA);

    private final ServerSettings settings;
    /** What was started, newest first: stopped in that order. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private CentralServer(ServerSettings settings) {
        this.settings = settings;
    }

    static CentralServer start(ServerSettings settings) {
        CentralServer server = new CentralServer(settings);
        try {
            server.start(Clock.systemUTC(), new SecureRandom());
            return server;
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void start(Clock clock, SecureRandom random) {
        createDataDirectory();
        Database database = started(Database.open(databaseSettings(clock), SCHEMAS));
        Transactions transactions = database.transactions();
        Outbox outbox = new Outbox(Json.mapper(), clock);
        AuditLog audit = new AuditLog(clock);
        Officials officials = new Officials(new Passwords(random), clock);
        PointStore points = new PointStore();

        HttpApi http = HttpApi.load();
        http.on("live", request -> Answer.ok(Map.of("status", "live")));
        http.on(
                "ready",
                request -> database.answers()
                        ? Answer.ok(Map.of("status", "ready"))
                        : Answer.problem(Problem.of(503, "no-database", "The database does not answer")));
        OfficialApi api = new Access(transactions, officials, audit, points, clock, random).register(http);
        new Points(transactions, points).register(api);

        if (settings.demo()) {
            new DemoSeed(transactions, officials, points).sow();
        }
        started(new Relay(transactions, outbox, clock)).start();
        started(HttpServer.start(httpSettings(clock, random), http));
    }

    private DatabaseSettings databaseSettings(Clock clock) {
        return settings.databaseUrl()
                .map(url -> new DatabaseSettings(url, null, null, DatabaseSettings.DEFAULT_POOL))
                .orElseGet(() -> started(EmbeddedPostgres.start(settings.data().resolve("postgres"), clock))
                        .settings());
    }

    private HttpSettings httpSettings(Clock clock, SecureRandom random) {
        Optional<TlsFiles> tls = settings.tlsCertificate()
                .map(certificate -> new TlsFiles(certificate, settings.tlsKey().orElseThrow()))
                .or(() -> settings.publicAddress()
                        .map(address ->
                                OwnCertificate.in(settings.data().resolve("tls"), address, clock.instant(), random)));
        String host = settings.publicAddress().isPresent() ? "0.0.0.0" : "127.0.0.1";
        HttpSettings plain = HttpSettings.plain(host, settings.httpPort()).withPortal(settings.portal());
        return tls.map(plain::withTls).orElse(plain);
    }

    private void createDataDirectory() {
        try {
            Files.createDirectories(settings.data());
        } catch (IOException unwritable) {
            throw new UncheckedIOException("--data is " + settings.data() + ", which can't be created", unwritable);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    void printWelcome(PrintStream out) {
        out.println();
        out.println("  Kachehri is ready: " + settings.portalAddress());
        if (settings.demo()) {
            out.println("  Sign in as (password " + DemoSeed.PASSWORD + "):");
            out.println("    mai     receiving officer, Yên Hoà     karim   receiving officer, Skardu");
            out.println("    vo      chair, Nghệ An                 batool  chair, Gilgit-Baltistan");
            out.println("    ha      central officer                rehana  secretary, Gilgit-Baltistan");
            out.println("    thu     secretary, Nghệ An             zafar   case officer, Gilgit-Baltistan");
            out.println("    dung    case officer, Nghệ An          nguyen  inspector");
        }
        out.println("  Ctrl-C stops it; everything is kept in " + settings.data());
        out.println();
    }

    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failed) {
                System.err.println("While stopping: " + failed.getMessage());
            }
        }
    }
}
