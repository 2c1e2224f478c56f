package org.kachehri.eoffice.files;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.eoffice.cases.TicketOpened;
import org.kachehri.eoffice.cases.TicketView;
import org.kachehri.eoffice.cases.Tickets;
import org.kachehri.eoffice.files.FileStore.Correspondence;
import org.kachehri.eoffice.files.FileStore.Kind;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

/** A ticket becomes a case file in the inbox of the competent province, once, however often the event is delivered. */
final class OpenFileOnTicketOpened {
    /** The subject is one line of a list. */
    private static final int SUBJECT_CHARACTERS = 120;

    private final FileStore files;
    private final Tickets tickets;
    private final PointStore points;
    private final Clock clock;

    OpenFileOnTicketOpened(FileStore files, Tickets tickets, PointStore points, Clock clock) {
        this.files = files;
        this.tickets = tickets;
        this.points = points;
        this.clock = clock;
    }

    void on(Handle tx, TicketOpened event) {
        if (files.existsFor(tx, event.ticketId())) return;
        TicketView ticket = tickets.ticket(tx, event.ticketId()).orElseThrow();
        Unit unit = office(tx, ticket.competentUnit());
        Instant now = clock.instant();
        String fileId = UUID.randomUUID().toString();
        String number = files.nextNumber(tx, unit, now.atZone(unit.zone()).getYear());
        files.open(tx, new FileStore.StoredFile(fileId, number, ticket.id(), subject(ticket), unit.id(), null, now));
        int position = 0;
        for (Correspondence paper : papers(ticket, unit.country())) {
            files.addCorrespondence(tx, fileId, ++position, paper);
        }
        // The first paragraph is that of the post that concluded: it brings the minutes before the office.
        files.addNote(tx, fileId, firstParagraph(ticket, unit.country()), event.officialId(), event.postId(), now);
        tickets.fileOpened(tx, ticket.id(), fileId);
    }

    /** The e-office of the competent unit: the province it is or belongs to; above the provinces, its own. */
    private Unit office(Handle tx, Unit competent) {
        return points.unitAndAbove(tx, competent.id()).stream()
                .filter(unit -> unit.kind() == UnitKind.PROVINCE)
                .findFirst()
                .orElse(competent);
    }

    private static List<Correspondence> papers(TicketView ticket, Country country) {
        boolean vietnamese = country == Country.VN;
        String code = ticket.receptionCode();
        return List.of(
                new Correspondence(
                        Kind.MINUTES,
                        (vietnamese ? "Biên bản buổi tiếp " : "Minutes of reception ") + code,
                        ticket.receptionId()),
                new Correspondence(
                        Kind.RECORDING,
                        (vietnamese ? "Bản ghi buổi tiếp " : "Recording of reception ") + code,
                        ticket.receptionId()),
                new Correspondence(
                        Kind.SUBMISSION,
                        (vietnamese ? "Nội dung trình bày " : "Submission ") + ticket.number(),
                        ticket.receptionId()));
    }

    private static String firstParagraph(TicketView ticket, Country country) {
        String answer = ticket.answer();
        return country == Country.VN
                ? "Biên bản buổi tiếp công dân " + ticket.receptionCode() + ", vụ việc " + ticket.number()
                        + ". Kết luận: " + answer
                : "Minutes of reception " + ticket.receptionCode() + ", case " + ticket.number() + ". Conclusion: "
                        + answer;
    }

    private static String subject(TicketView ticket) {
        String line = ticket.content().replaceAll("\\s+", " ");
        if (line.length() <= SUBJECT_CHARACTERS) return line;
        int end = line.offsetByCodePoints(0, line.codePointCount(0, SUBJECT_CHARACTERS - 1));
        return line.substring(0, end) + "…";
    }
}
