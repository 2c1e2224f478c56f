package org.kachehri.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kachehri.eoffice.cases.Cases;
import org.kachehri.eoffice.files.Files;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.PeopleInPosts;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.oidc.OpenIdProvider;
import org.kachehri.identity.pass.PassKey;
import org.kachehri.identity.pass.Passes;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passkeys;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Posts;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.media.net.NetSettings;
import org.kachehri.platform.courier.SmsGateway;
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
import org.kachehri.platform.postgres.DatabaseRefused;
import org.kachehri.platform.postgres.DatabaseSettings;
import org.kachehri.platform.postgres.EmbeddedPostgres;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveSettings;
import org.kachehri.recording.extracts.Extracts;
import org.kachehri.recording.lease.ExpectRecordingOnReceptionPrepared;
import org.kachehri.recording.lease.Recorders;
import org.kachehri.recording.replay.Replay;
import org.kachehri.recording.retention.Retention;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.scheduler.appointments.Appointments;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.calendar.CalendarEndpoints;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.queue.KioskApi;
import org.kachehri.scheduler.queue.KioskVisitor;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.readiness.Readiness;
import org.kachehri.scheduler.rota.Rota;
import org.kachehri.signaling.bridge.EmbeddedBridge;
import org.kachehri.signaling.live.Live;
import org.kachehri.signaling.live.TurnServers;
import org.kachehri.signaling.minutes.Minutes;

/** The composition root of the central point: makes every part, hands each what it needs, starts and stops them in order. */
final class CentralServer implements AutoCloseable {
    /** Module order: a schema's foreign keys point down only. */
    static final List<ModuleSchema> SCHEMAS = List.of(
            Outbox.SCHEMA,
            AuditLog.SCHEMA,
            Officials.SCHEMA,
            Access.SCHEMA,
            Passes.SCHEMA,
            Points.SCHEMA,
            Readiness.SCHEMA,
            Calendars.SCHEMA,
            Rota.SCHEMA,
            Queue.SCHEMA,
            Bookings.SCHEMA,
            Appointments.SCHEMA,
            Minutes.SCHEMA,
            Live.SCHEMA,
            Archive.SCHEMA,
            Replay.SCHEMA,
            Recorders.SCHEMA,
            Retention.SCHEMA,
            Extracts.SCHEMA,
            Cases.SCHEMA,
            Files.SCHEMA);

    /** Who was signed out on another server is out of a room before they have said a sentence. */
    private static final int SIGN_OUTS_SECONDS = 5;

    private static final String LOSS_INJECTION = "Packets can be lost on purpose: --loss-injection is on.";

    /** What a health check reads; warnings are sentences for people. */
    record Health(String status, List<String> warnings) {}

    private final ServerSettings settings;
    /** What was started, newest first: stopped in that order. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** Of the administrator who begins; empty as soon as somebody has. */
    private Optional<String> firstPassword = Optional.empty();

    private CentralServer(ServerSettings settings) {
        this.settings = settings;
    }

    static CentralServer start(ServerSettings settings) throws IOException, ServerSettings.Wrong {
        CentralServer server = new CentralServer(settings);
        try {
            server.start(Clock.systemUTC(), new SecureRandom());
            return server;
        } catch (RuntimeException | IOException | ServerSettings.Wrong failed) {
            server.close();
            throw failed;
        }
    }

    private void start(Clock clock, SecureRandom random) throws IOException, ServerSettings.Wrong {
        createDataDirectory();
        String databaseOption = settings.databaseUrl().isPresent() ? "--database-url" : "--data";
        Database database = usable(databaseOption, () -> started(Database.open(databaseSettings(clock), SCHEMAS)));
        Transactions transactions = database.transactions();
        Outbox outbox = new Outbox(Json.mapper(), clock);
        AuditLog audit = new AuditLog(clock);
        Officials officials = new Officials(new Passwords(random), clock);
        PointStore points = new PointStore();
        Calendars calendars = new Calendars();
        SealingKey sealing = SealingKey.keptIn(keys().resolve("identity.key"), random);
        Citizens citizens = new Citizens(sealing, audit, clock);
        Queue queue = new Queue(transactions, points, citizens, outbox, audit, clock, random);

        EmbeddedBridge bridge = usable("--media-port", () -> started(EmbeddedBridge.start(mediaSettings())));
        SigningSettings signing = new SigningSettings(keys().resolve("signing"), "Kachehri");
        SigningIdentity identity = SigningIdentity.open(signing, clock);
        ArchiveSettings archived = ArchiveSettings.of(settings.data().resolve("recordings"), signing)
                .withFonts(settings.portal().resolve("assets"))
                .withTimeAuthority(settings.timeAuthority())
                .withStorage(settings.storage());
        Archive archive = usable(
                settings.storage().isPresent() ? StorageOptions.KEY : "--tsa-certificates",
                () -> started(new Archive(transactions, outbox, archived, identity, points, clock)));
        Recorders recorders = usable(
                "--recorders",
                () -> new Recorders(
                        transactions,
                        archive,
                        settings.recorders(),
                        settings.data().resolve("recorder-name"),
                        clock,
                        bridge.clock()));
        Live live = started(new Live(
                transactions,
                audit,
                outbox,
                new QueuedVisits(queue.visits()),
                points,
                bridge,
                settings.turnSecret()
                        .map(secret -> new TurnServers(settings.turnUrls(), secret))
                        .orElse(TurnServers.NONE),
                recorders,
                clock));
        outbox.subscribe(new ExpectRecordingOnReceptionPrepared(live.receptions(), archive).subscription());
        Minutes minutes = new Minutes(transactions, audit, outbox, live.hearing(), clock, live::minutesChanged);
        outbox.subscribe(new KeepMinutesOnMinutesSigned(minutes, archive).subscription());
        Cases cases = new Cases(
                transactions,
                points,
                citizens,
                queue.visits(),
                new HeardLive(live.receptions()),
                calendars,
                outbox,
                audit,
                clock);
        Files files = new Files(transactions, cases.tickets(), points, officials, outbox, audit, clock);

        HttpApi http = HttpApi.load();
        List<String> warnings = settings.lossInjection() ? List.of(LOSS_INJECTION) : List.of();
        http.on("live", request -> Answer.ok(new Health("live", warnings)));
        http.on(
                "ready",
                request -> database.answers()
                        ? Answer.ok(new Health("ready", warnings))
                        : Answer.problem(Problem.of(503, "no-database", "The database does not answer")));
        Access access = new Access(
                transactions,
                officials,
                audit,
                points,
                new SecondFactors(sealing, clock, random),
                settings.secondFactorRoles(),
                clock,
                random);
        OfficialApi api = access.register(http);
        access.offer(
                http,
                api,
                Passkeys.at(URI.create(settings.portalAddress()), sealing, clock, random),
                settings.openId()
                        .map(openId -> started(new OpenIdProvider(
                                openId, URI.create(settings.portalAddress() + "/sign-in/back"), clock))));
        new PeopleInPosts(transactions, officials, new Posts(clock), points, audit, clock).register(api);
        ScheduledExecutorService signOuts = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("sign-outs").daemon(true).factory());
        started((AutoCloseable) signOuts::shutdownNow);
        signOuts.scheduleWithFixedDelay(() -> closeEnded(api), SIGN_OUTS_SECONDS, SIGN_OUTS_SECONDS, TimeUnit.SECONDS);
        Approvals approvals = new Approvals(transactions, points, audit, clock);
        approvals.register(api);
        new Retention(transactions, archive, approvals, audit, clock).register(api);
        KioskApi kiosk = queue.kioskApi(http);
        new Points(transactions, points, audit).register(api);
        Rota rota = new Rota(transactions, officials, points, calendars, audit, clock);
        rota.register(http, api);
        new CalendarEndpoints(transactions, calendars, points, audit, clock).register(api);
        Readiness readiness = new Readiness(transactions, points, recorders::freeHours, audit, clock);
        readiness.register(api);
        queue.register(http, api, kiosk, live::lines, readiness);
        Passes passes =
                new Passes(transactions, PassKey.keptIn(keys().resolve("pass.key"), random), audit, clock, random);
        passes.register(api);
        queue.registerPasses(api, passes);
        Appointments appointments = new Appointments(
                transactions,
                points,
                citizens,
                officials,
                queue,
                settings.recorders().atOnce(),
                settings.smsGateway().map(sms -> started(new SmsGateway(sms.url(), sms.token()))),
                settings.portalAddress(),
                outbox,
                audit,
                clock,
                random);
        appointments.register(http, api);
        outbox.subscribe(appointments.subscription());
        live.register(http, api, request -> kiosk.visitor(request).map(KioskVisitor::visitId));
        minutes.register(api);
        new Replay(
                        transactions,
                        archive,
                        approvals,
                        audit,
                        (tx, receptionId) -> Optional.of(minutes.of(tx, receptionId)),
                        clock,
                        random)
                .register(api);
        archive.register(api);
        recorders.register(api);
        ScheduledExecutorService extractMaker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("extracts").daemon(true).factory());
        started((AutoCloseable) extractMaker::shutdownNow);
        new Extracts(
                        transactions,
                        archive,
                        approvals,
                        (tx, receptionId) -> Optional.of(minutes.of(tx, receptionId)),
                        (tx, receptionId) -> cases.tickets().ofReception(tx, receptionId),
                        new Seal(identity, clock),
                        audit,
                        extractMaker,
                        clock,
                        random)
                .register(api);
        cases.register(api, kiosk);
        files.register(api);
        new WatchedLines(bridge, transactions, audit, clock, random, settings.lossInjection()).register(api);
        Measurements measurements = new Measurements(bridge, recorders, archive, outbox, transactions);
        api.onOrBearer("metrics", Action.OPERATE, settings.metricsToken(), request -> measurements.answer());

        if (settings.demo()) {
            new DemoSeed(transactions, officials, points, queue, rota, clock).sow();
        } else {
            firstPassword = new FirstAdministrator(transactions, officials, points).password(settings.country());
        }
        started(new Relay(transactions, outbox, clock)).start();
        live.start();
        archive.resume(new HeldLive(live.receptions()));
        usable("--http-port", () -> started(HttpServer.start(httpSettings(clock, random), http)));
    }

    /** A database that doesn't answer now mustn't end the looking. */
    private static void closeEnded(OfficialApi api) {
        try {
            api.closeEnded();
        } catch (RuntimeException failed) {
            System.err.println("Could not look for ended sign-ins: " + failed.getMessage());
        }
    }

    /** Starts what a setting is for; when the machine refuses it, the sentence names the setting. A fault of ours stays an exception. */
    private static <T> T usable(String option, Supplier<T> start) throws ServerSettings.Wrong {
        try {
            return start.get();
        } catch (DatabaseRefused | UncheckedIOException refused) {
            throw new ServerSettings.Wrong(ServerSettings.named(option) + " can't be used: " + refused.getMessage());
        } catch (IllegalStateException refused) {
            if (refused.getCause() instanceof IOException) {
                throw new ServerSettings.Wrong(
                        ServerSettings.named(option) + " can't be used: " + refused.getMessage());
            }
            throw refused;
        }
    }

    private Path keys() {
        return settings.data().resolve("keys");
    }

    private NetSettings mediaSettings() {
        NetSettings udp = NetSettings.defaults().withPort(settings.mediaPort());
        NetSettings media = settings.mediaTcpPort().isPresent()
                ? udp.withTcpPort(settings.mediaTcpPort().getAsInt())
                : udp;
        if (settings.mediaAddresses().isEmpty()) {
            return settings.publicAddress()
                    .map(address -> media.withPublicAddresses(List.of(addressOf(address))))
                    .orElse(media);
        }
        // A socket bound to "::" serves both families; only where IPv6 is asked for, as not every machine has it.
        boolean sixth = settings.mediaAddresses().stream().anyMatch(address -> address.contains(":"));
        return media.withPublicAddresses(settings.mediaAddresses()).withBindAddress(sixth ? "::" : media.bindAddress());
    }

    private static String addressOf(String nameOrAddress) {
        try {
            return InetAddress.getByName(nameOrAddress).getHostAddress();
        } catch (UnknownHostException vanished) {
            throw new UncheckedIOException("--public-address has no address any more", vanished);
        }
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
            java.nio.file.Files.createDirectories(keys());
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
            out.println("    tam     chair, Yên Hoà");
            out.println("    ha      central officer                rehana  secretary, Gilgit-Baltistan");
            out.println("    thu     secretary, Nghệ An             zafar   case officer, Gilgit-Baltistan");
            out.println("    dung    case officer, Nghệ An          nguyen  inspector");
        }
        firstPassword.ifPresent(password -> {
            out.println("  Nobody has an account yet. Sign in as " + FirstAdministrator.LOGIN + " with the password");
            out.println("    " + password);
            out.println("  It is good for three days; the next start hands out another as long as it wasn't used.");
        });
        if (settings.lossInjection()) {
            out.println("  WARNING: " + LOSS_INJECTION);
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
