package org.kachehri.recording.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.CopiesProgress;
import org.kachehri.recording.archive.FoundRecordings;
import org.kachehri.recording.archive.RecordingSearch;
import org.kachehri.recording.archive.RecordingState;

/** The archive's list, narrowed as somebody asks. */
final class FindRecordings {
    private final Transactions transactions;
    private final Archive archive;

    FindRecordings(Transactions transactions, Archive archive) {
        this.transactions = transactions;
        this.archive = archive;
    }

    void register(OfficialApi officials) {
        officials.on("findRecordings", Action.FIND_RECORDINGS, this::find);
    }

    /** What the protocol calls so; a null is left out. */
    record RecordingLine(
            String receptionId,
            String code,
            String point,
            LocalDate day,
            String person,
            String type,
            RecordingState state,
            boolean isProtected,
            Long durationMillis,
            boolean copiesReady,
            Integer copiesPercent,
            Long copiesSecondsLeft) {
        @JsonProperty("protected")
        @Override
        public boolean isProtected() {
            return isProtected;
        }
    }

    record RecordingPage(List<RecordingLine> lines, long count, int page, int pageLines, List<String> points) {}

    private Answer find(SignedIn who, Request request) {
        RecordingSearch search;
        try {
            search = new RecordingSearch(
                    request.query("q").orElse(""),
                    request.query("point"),
                    request.query("from").map(LocalDate::parse),
                    request.query("to").map(LocalDate::parse),
                    request.query("type"),
                    request.query("state").map(RecordingState::valueOf),
                    request.query("page").map(Integer::parseInt).orElse(1));
        } catch (DateTimeParseException notADay) {
            return Answer.problem(Problem.of(400, "malformed", "There is no such day"));
        }
        FoundRecordings found = transactions.run(tx -> archive.find(tx, who, search));
        return Answer.ok(new RecordingPage(
                found.page().stream().map(this::line).toList(),
                found.count(),
                search.page(),
                RecordingSearch.PAGE_LINES,
                found.points()));
    }

    private RecordingLine line(ArchivedRecording one) {
        Optional<CopiesProgress> copies = archive.copiesProgress(one.subject().receptionId());
        return new RecordingLine(
                one.subject().receptionId(),
                one.subject().code(),
                one.subject().point(),
                one.subject().day(),
                one.subject().person(),
                one.subject().type(),
                one.state(),
                one.subject().protectedIdentity(),
                one.durationMillis().orElse(null),
                one.copiesReady(),
                copies.map(CopiesProgress::percent).orElse(null),
                copies.map(CopiesProgress::secondsLeft).orElse(null));
    }
}
