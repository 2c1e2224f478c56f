package org.kachehri.eoffice.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.queue.CaseType;

/** The rows of tickets, their clocks and the reception book; the only SQL about them. */
final class TicketStore {
    /** More than an office has open; a longer list would not be read. */
    private static final int MOST_LINES = 500;

    private static final String TICKETS =
            """
            SELECT t.*, b.number AS book_number, b.unit_id AS book_unit_id
            FROM cases.ticket t JOIN cases.book_row b ON b.ticket_id = t.id
            """;

    record Ticket(
            String id,
            String number,
            CaseType type,
            String person,
            boolean protectedIdentity,
            String content,
            String wish,
            Handling handling,
            String answer,
            Instant openedAt,
            String openedBy,
            String competentUnitId,
            String visitId,
            String receptionId,
            String receptionCode,
            String fileId,
            Integer bookNumber,
            String bookUnitId) {}

    /** Whoever concludes this reception now waits here for who is already at it. */
    void lock(Handle tx, String receptionId) {
        tx.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))) AS locked")
                .bind("id", "conclude " + receptionId)
                .mapTo(Integer.class)
                .one();
    }

    /** Gap-free: the counter's row stays locked until the conclusion commits, and a rollback takes the number back. */
    int nextBookNumber(Handle tx, String unitId, int year) {
        return tx.createQuery(
                        """
                        INSERT INTO cases.book_number (unit_id, year, last) VALUES (:unit, :year, 1)
                        ON CONFLICT (unit_id, year) DO UPDATE SET last = cases.book_number.last + 1 RETURNING last""")
                .bind("unit", unitId)
                .bind("year", year)
                .mapTo(Integer.class)
                .one();
    }

    /** The number that the next row will most likely get. */
    int likelyBookNumber(Handle tx, String unitId, int year) {
        return tx.createQuery("SELECT last + 1 FROM cases.book_number WHERE unit_id = :unit AND year = :year")
                .bind("unit", unitId)
                .bind("year", year)
                .mapTo(Integer.class)
                .findOne()
                .orElse(1);
    }

    /** {@code {country}-{unit}-{yyyy}-{type}-{seq6}} (DOMAIN 7). */
    String nextTicketNumber(Handle tx, Unit unit, int year, CaseType type) {
        int last = tx.createQuery(
                        """
                        INSERT INTO cases.ticket_number (unit_id, year, type, last) VALUES (:unit, :year, :type, 1)
                        ON CONFLICT (unit_id, year, type) DO UPDATE SET last = cases.ticket_number.last + 1 RETURNING last""")
                .bind("unit", unit.id())
                .bind("year", year)
                .bind("type", type.name())
                .mapTo(Integer.class)
                .one();
        return String.format(
                Locale.ROOT,
                "%s-%s-%d-%s-%06d",
                unit.country(),
                unit.id().toUpperCase(Locale.ROOT),
                year,
                BookRow.code(type),
                last);
    }

    void insert(Handle tx, Ticket ticket) {
        tx.createUpdate(
                        """
                        INSERT INTO cases.ticket (id, number, type, person, protected_identity, content, wish, handling, answer,
                            opened_at, opened_by, competent_unit_id, visit_id, reception_id, reception_code)
                        VALUES (:id, :number, :type, :person, :protected, :content, :wish, :handling, :answer,
                            :openedAt, :openedBy, :competent, :visit, :reception, :code)""")
                .bind("id", ticket.id())
                .bind("number", ticket.number())
                .bind("type", ticket.type().name())
                .bind("person", ticket.person())
                .bind("protected", ticket.protectedIdentity())
                .bind("content", ticket.content())
                .bind("wish", ticket.wish())
                .bind("handling", ticket.handling().name())
                .bind("answer", ticket.answer())
                .bind("openedAt", Timestamp.from(ticket.openedAt()))
                .bind("openedBy", ticket.openedBy())
                .bind("competent", ticket.competentUnitId())
                .bind("visit", ticket.visitId())
                .bind("reception", ticket.receptionId())
                .bind("code", ticket.receptionCode())
                .execute();
    }

    void insert(Handle tx, String unitId, int year, BookRow row) {
        tx.createUpdate(
                        """
                        INSERT INTO cases.book_row (unit_id, year, number, date, name_address, identity_paper, matter, type,
                            people, settled_by, accepted, returned_guided, transferred, follow_up, note, reception_id, ticket_id)
                        VALUES (:unit, :year, :number, :date, :nameAddress, :paper, :matter, :type,
                            :people, :settledBy, :accepted, :returned, :transferred, :followUp, :note, :reception, :ticket)""")
                .bind("unit", unitId)
                .bind("year", year)
                .bind("number", row.number())
                .bind("date", row.date())
                .bind("nameAddress", row.nameAddress())
                .bind("paper", row.identityPaper())
                .bind("matter", row.matter())
                .bind("type", row.type().name())
                .bind("people", row.people())
                .bind("settledBy", row.settledBy())
                .bind("accepted", row.accepted())
                .bind("returned", row.returnedGuided())
                .bind("transferred", row.transferred())
                .bind("followUp", row.followUp())
                .bind("note", row.note())
                .bind("reception", row.receptionId())
                .bind("ticket", row.ticketId())
                .execute();
    }

    void insert(Handle tx, String ticketId, List<TicketClock> clocks) {
        int position = 0;
        for (TicketClock clock : clocks) {
            String id = UUID.randomUUID().toString();
            LegalClock legal = clock.clock();
            tx.createUpdate(
                            """
                            INSERT INTO cases.clock (id, ticket_id, position, rule_code, profile, event, days, unit,
                                amber_percent, red_percent, zone)
                            VALUES (:id, :ticket, :position, :code, :profile, :event, :days, :unit, :amber, :red, :zone)""")
                    .bind("id", id)
                    .bind("ticket", ticketId)
                    .bind("position", ++position)
                    .bind("code", clock.ruleCode())
                    .bind("profile", clock.profile())
                    .bind("event", clock.event())
                    .bind("days", legal.days())
                    .bind("unit", legal.unit().name())
                    .bind("amber", legal.amberPercent())
                    .bind("red", legal.redPercent())
                    .bind("zone", legal.zone().getId())
                    .execute();
            for (int i = 0; i < legal.events().size(); i++) {
                insertEvent(tx, id, i, legal.events().get(i));
            }
        }
    }

    private static void insertEvent(Handle tx, String clockId, int position, ClockEvent event) {
        String kind =
                switch (event) {
                    case ClockEvent.Started started -> "STARTED";
                    case ClockEvent.Suspended suspended -> "SUSPENDED";
                    case ClockEvent.Resumed resumed -> "RESUMED";
                    case ClockEvent.Extended extended -> "EXTENDED";
                    case ClockEvent.Stopped stopped -> "STOPPED";
                };
        tx.createUpdate(
                        """
                        INSERT INTO cases.clock_event (clock_id, position, kind, at, days, reason)
                        VALUES (:clock, :position, :kind, :at, :days, :reason)""")
                .bind("clock", clockId)
                .bind("position", position)
                .bind("kind", kind)
                .bind("at", Timestamp.from(event.at()))
                .bind("days", event instanceof ClockEvent.Extended extended ? extended.days() : null)
                .bind("reason", event.reason())
                .execute();
    }

    Optional<Ticket> find(Handle tx, String id) {
        return tx.createQuery(TICKETS + "WHERE t.id = :id")
                .bind("id", id)
                .map((row, context) -> ticket(row))
                .findOne();
    }

    Optional<Ticket> ofReception(Handle tx, String receptionId) {
        return tx.createQuery(TICKETS + "WHERE t.reception_id = :id")
                .bind("id", receptionId)
                .map((row, context) -> ticket(row))
                .findOne();
    }

    /** Tickets that one of the units answers or has in its book, the newest first. */
    List<Ticket> ofUnits(Handle tx, Collection<String> units) {
        return tx.createQuery(
                        TICKETS
                                + """
                        WHERE t.competent_unit_id = ANY (:units) OR b.unit_id = ANY (:units)
                        ORDER BY t.opened_at DESC, t.id LIMIT :most""")
                .bind("units", units.toArray(String[]::new))
                .bind("most", MOST_LINES)
                .map((row, context) -> ticket(row))
                .list();
    }

    List<TicketClock> clocks(Handle tx, String ticketId) {
        return tx.createQuery("SELECT * FROM cases.clock WHERE ticket_id = :ticket ORDER BY position")
                .bind("ticket", ticketId)
                .map((row, context) -> clock(row, events(tx, row.getString("id"))))
                .list();
    }

    private static List<ClockEvent> events(Handle tx, String clockId) {
        return tx.createQuery("SELECT * FROM cases.clock_event WHERE clock_id = :clock ORDER BY position")
                .bind("clock", clockId)
                .map((row, context) -> event(row))
                .list();
    }

    void fileOpened(Handle tx, String ticketId, String fileId) {
        tx.createUpdate("UPDATE cases.ticket SET file_id = :file WHERE id = :id")
                .bind("id", ticketId)
                .bind("file", fileId)
                .execute();
    }

    List<BookRow> book(Handle tx, String unitId, int year) {
        return tx.createQuery("SELECT * FROM cases.book_row WHERE unit_id = :unit AND year = :year ORDER BY number")
                .bind("unit", unitId)
                .bind("year", year)
                .map((row, context) -> bookRow(row))
                .list();
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        return new Ticket(
                row.getString("id"),
                row.getString("number"),
                CaseType.valueOf(row.getString("type")),
                row.getString("person"),
                row.getBoolean("protected_identity"),
                row.getString("content"),
                row.getString("wish"),
                Handling.valueOf(row.getString("handling")),
                row.getString("answer"),
                row.getTimestamp("opened_at").toInstant(),
                row.getString("opened_by"),
                row.getString("competent_unit_id"),
                row.getString("visit_id"),
                row.getString("reception_id"),
                row.getString("reception_code"),
                row.getString("file_id"),
                row.getInt("book_number"),
                row.getString("book_unit_id"));
    }

    private static BookRow bookRow(ResultSet row) throws SQLException {
        CaseType type = CaseType.valueOf(row.getString("type"));
        return new BookRow(
                row.getInt("number"),
                row.getObject("date", LocalDate.class),
                row.getString("name_address"),
                row.getString("identity_paper"),
                row.getString("matter"),
                type,
                row.getInt("people"),
                BookRow.typeAndPeople(type, row.getInt("people")),
                row.getString("settled_by"),
                row.getString("accepted"),
                row.getString("returned_guided"),
                row.getString("transferred"),
                row.getString("follow_up"),
                row.getString("note"),
                row.getString("reception_id"),
                row.getString("ticket_id"));
    }

    private static TicketClock clock(ResultSet row, List<ClockEvent> events) throws SQLException {
        return new TicketClock(
                row.getString("rule_code"),
                row.getString("profile"),
                row.getString("event"),
                new LegalClock(
                        row.getInt("days"),
                        CountingUnit.valueOf(row.getString("unit")),
                        row.getInt("amber_percent"),
                        row.getInt("red_percent"),
                        ZoneId.of(row.getString("zone")),
                        events));
    }

    private static ClockEvent event(ResultSet row) throws SQLException {
        Instant at = row.getTimestamp("at").toInstant();
        String reason = row.getString("reason");
        String kind = row.getString("kind");
        return switch (kind) {
            case "STARTED" -> new ClockEvent.Started(at, reason);
            case "SUSPENDED" -> new ClockEvent.Suspended(at, reason);
            case "RESUMED" -> new ClockEvent.Resumed(at, reason);
            case "EXTENDED" -> new ClockEvent.Extended(at, row.getInt("days"), reason);
            case "STOPPED" -> new ClockEvent.Stopped(at, reason);
            default -> throw new IllegalStateException("A clock has an event of kind " + kind);
        };
    }
}
