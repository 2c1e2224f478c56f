package org.kachehri.signaling.live;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.access.UnitLookup;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.JsonSchemas;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.signaling.bridge.MediaBridge;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.minutes.Hearing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live receptions of this node: WebSocket {@code /live}, their HTTP operations, and the events they hear. Publishes
 * {@code reception.prepared}, {@code reception.started}, {@code reception.closed} and {@code reception.concluded}.
 */
public final class Live implements AutoCloseable {
    public static final ModuleSchema SCHEMA = new ModuleSchema("live");

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final String SUBPROTOCOL = "kachehri.v1";

    private final Surroundings around;
    private final LiveReceptions receptions;
    private final RoomTokens tokens;
    private final LiveEndpoints endpoints;
    private final LineTests lineTests;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("live-ticks").factory());

    public Live(
            Transactions transactions,
            AuditLog audit,
            Outbox outbox,
            VisitBook visits,
            UnitLookup units,
            MediaBridge bridge,
            TurnServers turn,
            Recorder recorder,
            Clock clock) {
        this.around = new Surroundings(
                transactions,
                new ReceptionStore(),
                new QualityStore(),
                audit,
                outbox,
                visits,
                new Units(units),
                bridge,
                turn,
                recorder,
                clock);
        this.receptions = new LiveReceptions(around);
        this.tokens = new RoomTokens(clock);
        this.endpoints = new LiveEndpoints(around, receptions, tokens);
        this.lineTests = new LineTests(bridge, clock);
    }

    /**
     * Registers endpoints, the WebSocket and the subscriptions; once, before the first event is published.
     *
     * @param kioskVisit the visit that a kiosk's request belongs to, if it is one
     */
    public void register(HttpApi http, OfficialApi officials, Function<Request, Optional<String>> kioskVisit) {
        new LineTestEndpoints(around, lineTests, kioskVisit).register(http);
        http.on("liveToken", request -> endpoints.liveToken(request, officials, kioskVisit));
        officials.on("receptions", Action.SEE_RECEPTIONS, endpoints::receptions);
        officials.on("reception", Action.SEE_RECEPTIONS, endpoints::reception);
        JsonSchemas schemas = JsonSchemas.live();
        http.socket(
                "/live", SUBPROTOCOL, connection -> new LiveSocket(connection, schemas, tokens, receptions, officials));
        around.outbox()
                .subscribe(new PrepareReceptionOnVisitRegistered(
                                around, () -> UUID.randomUUID().toString())
                        .subscription());
        around.outbox().subscribe(new TellReceptionOnVisitReady(around, receptions).subscription());
        around.outbox().subscribe(new ConcludeReceptionOnTicketOpened(around, receptions).subscription());
    }

    /** Wakes up what a stop has interrupted, and lets time pass in the receptions. */
    public void start() {
        receptions.resumeInterrupted();
        ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** The receptions on an official's page of today, as the protocol's ReceptionLines. */
    public List<?> lines(Handle tx, SignedIn who) {
        return endpoints.lines(tx, who);
    }

    /** What other modules may know of receptions. */
    public Receptions receptions() {
        return new Receptions(around.store());
    }

    RoomTokens tokens() {
        return tokens;
    }

    /** What the minutes ask about receptions. */
    public Hearing hearing() {
        return (tx, id) ->
                receptions().find(tx, id).map(line -> new Hearing.Heard(line.state(), line.startedAt(), line.units()));
    }

    /** Every screen of the reception is told how many paragraphs its minutes have now. */
    public void minutesChanged(String receptionId, int paragraphs) {
        receptions.loaded(receptionId).ifPresent(live -> live.post(new Letter.MinutesChanged(paragraphs)));
    }

    /** Says goodbye to every screen and closes the recorders' files. What was live is found interrupted at the next start. */
    @Override
    public void close() {
        ticker.shutdownNow();
        receptions.stop();
    }

    private void tick() {
        try {
            receptions.tick();
            lineTests.tick();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.error("a tick failed", e);
        }
    }
}
