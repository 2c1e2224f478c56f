package org.kachehri.signaling.live;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.reception.QualityScore;

/** The operations beginLineTest, answerLineTest and endLineTest: a kiosk tries its line before its reception. */
final class LineTestEndpoints {
    /** The citizen's seat, on every reception the first. */
    private static final String SEAT = "p1";

    record Source(String mid, String purpose) {}

    record Offered(String sdp, List<Source> sources) {}

    record Begun(String answer, String offer, int generation, List<Stream> streams) {}

    record Stream(String mid, String participant, String purpose) {}

    record Answered(String sdp) {}

    /** What the browser measured; null is unknown. */
    record Figures(
            double loss, double roundTripMillis, Double jitterMillis, Long estimateBitsPerSecond, Double frozen) {}

    record Scored(int score) {}

    private final Surroundings around;
    private final LineTests tests;
    private final PreCallStore scores = new PreCallStore();
    private final Function<Request, Optional<String>> kioskVisit;

    /** @param kioskVisit the visit whose kiosk asks; nobody can name another's */
    LineTestEndpoints(Surroundings around, LineTests tests, Function<Request, Optional<String>> kioskVisit) {
        this.around = around;
        this.tests = tests;
        this.kioskVisit = kioskVisit;
    }

    void register(HttpApi http) {
        http.on("beginLineTest", request -> ofVisit(request, this::begin));
        http.on("answerLineTest", request -> ofVisit(request, this::answered));
        http.on("endLineTest", request -> ofVisit(request, this::end));
    }

    private interface Operation {
        Answer answer(String visitId, Request request);
    }

    private Answer ofVisit(Request request, Operation operation) {
        return kioskVisit
                .apply(request)
                .map(visitId -> operation.answer(visitId, request))
                .orElseGet(() -> Answer.problem(
                        Problem.of(401, "no-visit", "This device shows no visit; open the link of the number")));
    }

    private Answer begin(String visitId, Request request) {
        Offered offered = request.body(Offered.class);
        List<BridgeRoom.PublishedSource> sources = new ArrayList<>();
        for (Source source : offered.sources()) {
            sources.add(new BridgeRoom.PublishedSource(
                    source.mid(), Purpose.ofWord(source.purpose()).orElseThrow()));
        }
        return switch (tests.begin(visitId, offered.sdp(), sources)) {
            case LineTests.Beginning.Running running -> Answer.ok(begun(running.begun()));
            case LineTests.Beginning.Refused refused -> Answer.problem(refusedMedia(refused.reason()));
            case LineTests.Beginning.Full ignored ->
                Answer.problem(Problem.of(503, "busy", "Too many lines are being tried just now; go on without"));
        };
    }

    private static Begun begun(LineTests.Begun begun) {
        return new Begun(
                begun.answer(),
                begun.offer().sdp(),
                begun.offer().generation(),
                begun.offer().streams().stream()
                        .map(stream -> new Stream(
                                stream.mid(),
                                stream.participant(),
                                stream.purpose().word()))
                        .toList());
    }

    private Answer answered(String visitId, Request request) {
        return tests.answered(visitId, request.body(Answered.class).sdp())
                .map(outcome -> switch (outcome) {
                    case BridgeRoom.SubscribedOutcome.Taken ignored -> Answer.noContent();
                    case BridgeRoom.SubscribedOutcome.OutOfOrder ignored -> Answer.problem(noTest());
                    case BridgeRoom.SubscribedOutcome.Refused refused -> Answer.problem(refusedMedia(refused.reason()));
                })
                .orElseGet(() -> Answer.problem(noTest()));
    }

    private Answer end(String visitId, Request request) {
        Figures figures = request.body(Figures.class);
        // A score belongs to a line that was tried.
        if (!tests.end(visitId)) return Answer.problem(noTest());
        double frozen = figures.frozen() == null ? Double.NaN : figures.frozen();
        int score = QualityScore.of(figures.loss(), figures.roundTripMillis(), frozen);
        return around.transactions()
                .run(tx -> around.store().idOfVisit(tx, visitId).map(receptionId -> {
                    scores.keep(
                            tx,
                            receptionId,
                            new PreCallStore.PreCall(
                                    SEAT,
                                    // As the database keeps it.
                                    around.clock().instant().truncatedTo(ChronoUnit.MICROS),
                                    score,
                                    figures.loss(),
                                    figures.roundTripMillis(),
                                    figures.jitterMillis(),
                                    figures.estimateBitsPerSecond(),
                                    figures.frozen()));
                    return Answer.ok(new Scored(score));
                }))
                .orElseGet(() -> Answer.problem(Problem.notFound("The room is being prepared; please wait a moment")));
    }

    private static Problem refusedMedia(String reason) {
        return Problem.of(400, "media-refused", "This connection can't be tried")
                .withDetail(reason);
    }

    private static Problem noTest() {
        return Problem.conflict("no-line-test", "No line is being tried here; begin again, or go on without");
    }
}
