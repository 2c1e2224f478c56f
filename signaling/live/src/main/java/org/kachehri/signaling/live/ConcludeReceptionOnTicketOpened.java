package org.kachehri.signaling.live;

import org.jdbi.v3.core.Handle;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Step;

/** The conclusion was issued and has a ticket: the reception is concluded. Told twice, nothing changes. */
final class ConcludeReceptionOnTicketOpened {
    record TicketOpened(String ticketId, String receptionId) {}

    private final Surroundings around;
    private final LiveReceptions receptions;

    ConcludeReceptionOnTicketOpened(Surroundings around, LiveReceptions receptions) {
        this.around = around;
        this.receptions = receptions;
    }

    Subscription<TicketOpened> subscription() {
        return new Subscription<>(
                "ConcludeReceptionOnTicketOpened", "ticket.opened", TicketOpened.class, this::conclude);
    }

    private void conclude(Handle tx, TicketOpened event) {
        Step step = receptions
                .apply(event.receptionId(), new Message.Concluded(event.ticketId()))
                .orElseThrow(() -> new IllegalStateException("no reception " + event.receptionId()));
        if (step instanceof Step.Refused refused) {
            throw new IllegalStateException("reception " + event.receptionId() + " refused: " + refused.code());
        }
        // The mailbox has committed; this row lock comes after it, never before.
        around.store().ticket(tx, event.receptionId(), event.ticketId());
    }
}
