package org.kachehri.eoffice.cases;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.PointStore;

/** Tickets as the modules above see them, with their clocks read now. Every call is part of the caller's transaction. */
public final class Tickets {
    private final TicketStore store;
    private final PointStore points;
    private final RuleProfiles profiles;
    private final Calendars calendars;
    private final Clock clock;

    Tickets(TicketStore store, PointStore points, RuleProfiles profiles, Calendars calendars, Clock clock) {
        this.store = store;
        this.points = points;
        this.profiles = profiles;
        this.calendars = calendars;
        this.clock = clock;
    }

    public Optional<TicketView> ticket(Handle tx, String ticketId) {
        return store.find(tx, ticketId).map(ticket -> view(tx, ticket));
    }

    public Optional<TicketView> ofReception(Handle tx, String receptionId) {
        return store.ofReception(tx, receptionId).map(ticket -> view(tx, ticket));
    }

    /** The ticket is worked on in this file. */
    public void fileOpened(Handle tx, String ticketId, String fileId) {
        store.fileOpened(tx, ticketId, fileId);
    }

    TicketView view(Handle tx, TicketStore.Ticket ticket) {
        return new TicketView(
                ticket.id(),
                ticket.number(),
                ticket.type(),
                ticket.person(),
                ticket.content(),
                ticket.wish(),
                ticket.answer(),
                ticket.openedAt(),
                points.unit(tx, ticket.competentUnitId()).orElseThrow(),
                read(tx, store.clocks(tx, ticket.id())),
                ticket.receptionId(),
                ticket.receptionCode(),
                ticket.fileId(),
                ticket.protectedIdentity(),
                ticket.bookNumber());
    }

    List<ClockView> read(Handle tx, List<TicketClock> clocks) {
        Instant now = clock.instant();
        return clocks.stream()
                .map(one -> ClockView.of(
                        one,
                        one.clock()
                                .read(
                                        now,
                                        calendars.of(
                                                tx,
                                                profiles.named(one.profile()).country()))))
                .toList();
    }
}
