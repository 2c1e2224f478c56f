package org.kachehri.signaling.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.Policy;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Person;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.ReceptionState;

/** The operations liveToken, receptions and reception. */
final class LiveEndpoints {
    /** What an official's key in a room begins with. */
    static final String OFFICIAL = "official:";

    record TokenRequest(String receptionId) {}

    record Token(String token, String receptionId) {}

    private final Transactions transactions;
    private final ReceptionStore store;
    private final QualityStore qualities;
    private final PreCallStore preCalls = new PreCallStore();
    private final LiveReceptions receptions;
    private final VisitBook visits;
    private final RoomTokens tokens;
    private final Units units;
    private final Clock clock;

    LiveEndpoints(Surroundings around, LiveReceptions receptions, RoomTokens tokens) {
        this.transactions = around.transactions();
        this.store = around.store();
        this.qualities = around.qualities();
        this.visits = around.visits();
        this.clock = around.clock();
        this.receptions = receptions;
        this.tokens = tokens;
        this.units = around.units();
    }

    /**
     * @param kioskVisit the visit whose kiosk asks, if it is one
     */
    Answer liveToken(Request request, OfficialApi officials, Function<Request, Optional<String>> kioskVisit) {
        String receptionId = request.body(TokenRequest.class).receptionId();
        Optional<SignedIn> official = officials.signedIn(request);
        // A kiosk doesn't name the reception; an official must.
        if (official.isPresent() && receptionId != null) {
            return transactions.run(tx -> officialToken(tx, official.get(), receptionId));
        }
        return kioskVisit
                .apply(request)
                .map(this::kioskToken)
                .orElseGet(() -> official.isPresent()
                        ? Answer.problem(Problem.of(400, "malformed", "Name the reception"))
                        : Answer.problem(Problem.of(401, "not-signed-in", "Please sign in, or open the kiosk's link")));
    }

    Answer receptions(SignedIn who, Request request) {
        return Answer.ok(transactions.run(tx -> lines(tx, who)));
    }

    /** The receptions of today, and those not concluded, in which the official's unit takes part. */
    List<ReceptionView> lines(Handle tx, SignedIn who) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), units.zone(tx, who.unitId()));
        return store.open(tx, today, List.of(who.unitId())).stream()
                .map(stored -> ReceptionView.line(stored.reception(), mayJoin(stored.reception(), who)))
                .toList();
    }

    Answer reception(SignedIn who, Request request) {
        String id = request.pathParameter("receptionId");
        return transactions.run(tx -> store.find(tx, id)
                .filter(stored -> concerns(stored.reception(), who))
                .map(stored -> {
                    Reception reception = stored.reception();
                    Set<String> actions = new TreeSet<>();
                    Policy.actionsOf(who.role()).forEach(action -> actions.add(action.word()));
                    List<JsonNode> taking = reception.facts().units().stream()
                            .flatMap(unitId -> units.unit(tx, unitId).stream())
                            .toList();
                    return Answer.ok(ReceptionView.whole(
                            reception,
                            mayJoin(reception, who),
                            List.copyOf(actions),
                            taking,
                            stored.ticketId(),
                            who.may(Action.SEE_QUALITY) ? quality(tx, reception) : null,
                            who.may(Action.SEE_QUALITY) ? preCall(tx, reception) : null));
                })
                .orElseGet(() -> Answer.problem(Problem.notFound("There is no such reception at your unit"))));
    }

    private List<ReceptionView.Quality> quality(Handle tx, Reception reception) {
        return qualities.of(tx, reception.facts().id()).stream()
                .map(QualityBook::told)
                .map(told -> new ReceptionView.Quality(
                        told.participant(),
                        name(reception, told.participant()),
                        told.mean(),
                        told.lowest(),
                        told.worstMinute(),
                        told.worstMinuteMean(),
                        told.seconds()))
                .toList();
    }

    private List<ReceptionView.PreCall> preCall(Handle tx, Reception reception) {
        return preCalls.of(tx, reception.facts().id()).stream()
                .map(tested -> new ReceptionView.PreCall(
                        tested.seat(),
                        name(reception, tested.seat()),
                        tested.testedAt(),
                        tested.score(),
                        tested.loss(),
                        tested.roundTripMillis(),
                        tested.jitterMillis(),
                        tested.estimateBitsPerSecond(),
                        tested.frozen()))
                .toList();
    }

    private static String name(Reception reception, String seatId) {
        return reception.seats().seat(seatId).map(seat -> seat.person().name()).orElse(seatId);
    }

    private Answer officialToken(Handle tx, SignedIn who, String receptionId) {
        if (!who.may(Action.JOIN)) return Answer.problem(OfficialApi.notAllowed(Action.JOIN));
        Optional<Reception> found = store.find(tx, receptionId)
                .map(ReceptionStore.Stored::reception)
                .filter(reception -> concerns(reception, who));
        if (found.isEmpty()) return Answer.problem(Problem.notFound("There is no such reception at your unit"));
        if (!joinable(found.get())) return Answer.problem(Problem.conflict("over", "This reception is over"));
        Person person = new Person(
                OFFICIAL + who.officialId(),
                who.name(),
                who.role(),
                who.post().id(),
                units.name(tx, who.unitId()).orElse(null),
                who.language());
        return issued(receptionId, person);
    }

    private Answer kioskToken(String visitId) {
        record Found(Reception reception, VisitBook.Visit visit) {}
        Optional<Found> found = transactions.run(tx -> store.idOfVisit(tx, visitId)
                .flatMap(id -> store.find(tx, id))
                .flatMap(stored -> visits.visit(tx, visitId).map(visit -> new Found(stored.reception(), visit))));
        if (found.isEmpty()) {
            return Answer.problem(Problem.notFound("The room is being prepared; please wait a moment"));
        }
        if (!joinable(found.get().reception()))
            return Answer.problem(Problem.conflict("over", "This reception is over"));
        String id = found.get().reception().facts().id();
        // The kiosk may be faster than the event of its own check.
        VisitBook.Visit visit = found.get().visit();
        receptions.apply(id, new Message.CitizenPrepared(visit.devicesReady(), visit.noticeAcknowledged()));
        Person citizen = found.get().reception().seats().all().getFirst().person();
        return issued(
                id, new Person(citizen.key(), citizen.name(), citizen.role(), null, citizen.point(), visit.language()));
    }

    private Answer issued(String receptionId, Person person) {
        return Answer.ok(new Token(tokens.issue(new RoomTokens.Admission(receptionId, person)), receptionId));
    }

    /** Jurisdiction: the post's unit takes part. */
    private static boolean concerns(Reception reception, SignedIn who) {
        return reception.facts().units().contains(who.unitId());
    }

    private static boolean mayJoin(Reception reception, SignedIn who) {
        boolean kept = reception.facts().protectedIdentity() && who.role() == Role.TECH;
        return who.may(Action.JOIN) && concerns(reception, who) && joinable(reception) && !kept;
    }

    private static boolean joinable(Reception reception) {
        ReceptionState state = reception.stage().state();
        return state.gathers() || state == ReceptionState.CLOSING || state == ReceptionState.MINUTES_PENDING;
    }
}
