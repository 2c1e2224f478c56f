package org.kachehri.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.media.sfu.WatchOrder;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.capture.PacketDump;
import org.kachehri.signaling.bridge.EmbeddedBridge;

/**
 * What administrators may do about one participant's line: keep its last packets, take them away as a file, and lose some on purpose
 * where the server was started for it. Every order has a reason and is in the audit before it is obeyed. docs/operations/lines.md.
 */
final class WatchedLines {
    private final EmbeddedBridge bridge;
    private final Transactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    private final boolean lossInjection;

    WatchedLines(
            EmbeddedBridge bridge,
            Transactions transactions,
            AuditLog audit,
            InstantSource clock,
            SecureRandom random,
            boolean lossInjection) {
        this.bridge = bridge;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.lossInjection = lossInjection;
    }

    void register(OfficialApi api) {
        api.on("startCapture", Action.WATCH_LINES, (who, request) -> {
            logged(who, request, "CAPTURE_PACKETS", request.body(Reason.class).reason(), Map.of());
            return answer(obeyed(request, new WatchOrder.StartCapture()));
        });
        api.on("stopCapture", Action.WATCH_LINES, (who, request) -> {
            logged(who, request, "STOP_CAPTURE", null, Map.of());
            return answer(obeyed(request, new WatchOrder.StopCapture()));
        });
        api.on("dumpCapture", Action.WATCH_LINES, this::dump);
        api.on("injectLoss", Action.WATCH_LINES, this::lose);
    }

    record Reason(String reason) {}

    /** The words of the protocol: {@code up} is from the participant to the bridge. */
    record Loss(String direction, double percent, Double meanBurst, Long seed, String reason) {}

    record Losing(long seed) {}

    private Answer dump(SignedIn who, Request request) throws IOException {
        String reason = request.body(Reason.class).reason();
        Instant now = clock.instant();
        logged(who, request, "DUMP_PACKETS", reason, Map.of());
        WatchOrder.Outcome outcome = obeyed(request, new WatchOrder.Dump());
        if (!(outcome instanceof WatchOrder.Outcome.Dumped dumped)) {
            return answer(outcome);
        }
        String peer = request.pathParameter("participant");
        String comment = "Reception " + request.pathParameter("receptionId") + ", " + peer + "; taken by " + who.name()
                + " at " + now + ": " + reason;
        byte[] file = PacketDump.pcapng(peer, comment, dumped.packets());
        return Answer.download(peer + "-" + now.getEpochSecond() + ".pcapng", "application/x-pcapng", file);
    }

    private Answer lose(SignedIn who, Request request) {
        if (!lossInjection) {
            return Answer.problem(Problem.conflict(
                    "loss-injection-off", "This server was not started with --loss-injection yes; nothing is lost"));
        }
        Loss loss = request.body(Loss.class);
        long seed = loss.seed() == null ? random.nextInt(Integer.MAX_VALUE) : loss.seed();
        double burst = loss.meanBurst() == null ? 1 : loss.meanBurst();
        logged(
                who,
                request,
                "INJECT_LOSS",
                loss.reason(),
                Map.of(
                        "direction", loss.direction(),
                        "percent", Double.toString(loss.percent()),
                        "meanBurst", Double.toString(burst),
                        "seed", Long.toString(seed)));
        WatchOrder.Outcome outcome = obeyed(
                request, new WatchOrder.Lose(loss.direction().equals("down"), loss.percent() / 100, burst, seed));
        return outcome instanceof WatchOrder.Outcome.Done ? Answer.ok(new Losing(seed)) : answer(outcome);
    }

    private void logged(SignedIn who, Request request, String action, String reason, Map<String, String> detail) {
        Map<String, String> all = new TreeMap<>(detail);
        all.put("participant", request.pathParameter("participant"));
        AuditEntry entry = AuditEntry.of(
                        who.officialId(), who.post().id(), action, request.pathParameter("receptionId"))
                .because(reason)
                .with(all);
        transactions.act(tx -> audit.write(tx, entry));
    }

    private WatchOrder.Outcome obeyed(Request request, WatchOrder order) {
        return bridge.watch(request.pathParameter("receptionId"), request.pathParameter("participant"), order);
    }

    private static Answer answer(WatchOrder.Outcome outcome) {
        return switch (outcome) {
            case WatchOrder.Outcome.Done ignored -> Answer.noContent();
            case WatchOrder.Outcome.Dumped ignored -> Answer.noContent();
            case WatchOrder.Outcome.Refused refused -> Answer.problem(Problem.conflict("not-now", refused.reason()));
        };
    }
}
