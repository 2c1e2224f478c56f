package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.pass.Passes;
import org.kachehri.identity.pass.Purpose;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.platform.qr.QrPicture;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;

/** Issues the pass of a registered visit. */
final class VisitPassEndpoint {
    static final Problem OVER = Problem.conflict("visit-over", "This visit is over");

    private final Transactions transactions;
    private final PointStore points;
    private final VisitStore visits;
    private final Passes passes;
    private final Clock clock;

    VisitPassEndpoint(Transactions transactions, PointStore points, VisitStore visits, Passes passes, Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.visits = visits;
        this.passes = passes;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("issuePass", Action.ISSUE_PASS, (who, request) -> transactions.run(tx -> issue(tx, who, request)));
    }

    record PassView(String id, Instant from, Instant until, String code, String qrSvg) {}

    private Answer issue(Handle tx, SignedIn who, Request request) {
        Optional<Visit> visit =
                VisitEndpoints.inJurisdiction(tx, visits, points, who, request.pathParameter("visitId"));
        if (visit.isEmpty()) return VisitEndpoints.unknown();
        Unit unit = points.point(tx, visit.get().pointId()).orElseThrow().unit();
        // The pass ends with the kiosk's link.
        Instant until = RegisterVisit.linkEnds(visit.get().day(), unit);
        VisitState state = visit.get().state();
        if (state == VisitState.DONE
                || state == VisitState.GONE
                || !clock.instant().isBefore(until)) {
            return Answer.problem(OVER);
        }
        Passes.Issued pass = passes.issue(tx, who, Purpose.TICKET, visit.get().id(), until);
        return Answer.json(
                201, new PassView(pass.id(), pass.from(), pass.until(), pass.code(), QrPicture.svg(pass.code())));
    }
}
