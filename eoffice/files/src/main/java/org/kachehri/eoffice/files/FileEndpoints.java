package org.kachehri.eoffice.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.eoffice.cases.ClockView;
import org.kachehri.eoffice.cases.TicketView;
import org.kachehri.eoffice.cases.Tickets;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.queue.CaseType;

/** The desk, the case file and its note sheet over HTTP. */
final class FileEndpoints {
    private final Transactions transactions;
    private final FileStore files;
    private final Tickets tickets;
    private final PointStore points;
    private final AuditLog audit;
    private final Clock clock;

    FileEndpoints(
            Transactions transactions,
            FileStore files,
            Tickets tickets,
            PointStore points,
            AuditLog audit,
            Clock clock) {
        this.transactions = transactions;
        this.files = files;
        this.tickets = tickets;
        this.points = points;
        this.audit = audit;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("desk", Action.SEE_DESK, (who, request) -> transactions.run(tx -> desk(tx, who)));
        officials.on("file", Action.SEE_DESK, (who, request) -> transactions.run(tx -> file(tx, who, request)));
        officials.on("addNote", Action.WRITE_NOTE, (who, request) -> transactions.run(tx -> addNote(tx, who, request)));
    }

    record FileLine(
            String id,
            String number,
            String subject,
            CaseType type,
            Instant since,
            String ticketId,
            ClockView clock,
            @JsonProperty("protected") boolean protectedIdentity) {}

    record MovementView(Unit unit, Role post, Instant since, Instant until) {}

    record RecordingView(String receptionId) {}

    record CaseFile(
            @JsonUnwrapped FileLine line,
            TicketView ticket,
            List<FileStore.Note> notes,
            List<MovementView> movements,
            List<FileStore.Correspondence> correspondence,
            RecordingView recording) {}

    record NoteBody(String text) {}

    private Answer desk(Handle tx, SignedIn who) {
        return Answer.ok(files.desk(tx, who.post().id(), who.unitId()).stream()
                .map(file -> line(file, ticket(tx, file)))
                .sorted(Comparator.comparing(line ->
                        line.clock() == null ? LocalDate.MAX : line.clock().due()))
                .toList());
    }

    private Answer file(Handle tx, SignedIn who, Request request) {
        return inJurisdiction(tx, who, request.pathParameter("fileId"))
                .map(file -> Answer.ok(view(tx, file)))
                .orElseGet(FileEndpoints::unknown);
    }

    private Answer addNote(Handle tx, SignedIn who, Request request) {
        Optional<FileStore.StoredFile> found = inJurisdiction(tx, who, request.pathParameter("fileId"));
        if (found.isEmpty()) return unknown();
        FileStore.StoredFile file = found.get();
        if (!file.liesBefore(who.post().id(), who.unitId())) {
            return Answer.problem(Problem.conflict("on-another-desk", "The file is on another desk"));
        }
        String text = request.body(NoteBody.class).text().strip();
        if (text.isEmpty()) {
            return Answer.problem(Problem.of(400, "incomplete", "Something is missing")
                    .withFields(java.util.Map.of("text", "required")));
        }
        files.addNote(tx, file.id(), text, who.officialId(), who.post().id(), clock.instant());
        audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), "WRITE_NOTE", file.id()));
        return Answer.json(201, view(tx, file));
    }

    /** Files of one's own unit and of those below. */
    private Optional<FileStore.StoredFile> inJurisdiction(Handle tx, SignedIn who, String fileId) {
        return files.find(tx, fileId)
                .filter(file -> points.unitAndBelow(tx, who.unitId()).contains(file.unitId()));
    }

    private CaseFile view(Handle tx, FileStore.StoredFile file) {
        TicketView ticket = ticket(tx, file);
        List<MovementView> movements = files.movements(tx, file.id()).stream()
                .map(one -> new MovementView(
                        points.unit(tx, one.unitId()).orElseThrow(), one.role(), one.since(), one.until()))
                .toList();
        return new CaseFile(
                line(file, ticket),
                ticket,
                files.notes(tx, file.id()),
                movements,
                files.correspondence(tx, file.id()),
                new RecordingView(ticket.receptionId()));
    }

    private TicketView ticket(Handle tx, FileStore.StoredFile file) {
        return tickets.ticket(tx, file.ticketId()).orElseThrow();
    }

    private static FileLine line(FileStore.StoredFile file, TicketView ticket) {
        return new FileLine(
                file.id(),
                file.number(),
                file.subject(),
                ticket.type(),
                file.since(),
                ticket.id(),
                ticket.governingClock().orElse(null),
                ticket.protectedIdentity());
    }

    private static Answer unknown() {
        return Answer.problem(Problem.notFound("There is no such file"));
    }
}
