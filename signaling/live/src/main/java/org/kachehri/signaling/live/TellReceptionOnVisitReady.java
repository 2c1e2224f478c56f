package org.kachehri.signaling.live;

import org.jdbi.v3.core.Handle;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.scheduler.queue.VisitReady;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Step;

/** The kiosk's device check and the acknowledged notice reach the reception; told twice, nothing changes. */
final class TellReceptionOnVisitReady {
    private final Surroundings around;
    private final LiveReceptions receptions;

    TellReceptionOnVisitReady(Surroundings around, LiveReceptions receptions) {
        this.around = around;
        this.receptions = receptions;
    }

    Subscription<VisitReady> subscription() {
        return new Subscription<>("TellReceptionOnVisitReady", VisitReady.TYPE, VisitReady.class, this::tell);
    }

    private void tell(Handle tx, VisitReady event) {
        // The reception may still be on its way; then this delivery comes again.
        String id = around.store()
                .idOfVisit(tx, event.visitId())
                .orElseThrow(() -> new IllegalStateException("no reception yet for visit " + event.visitId()));
        VisitBook.Visit visit = around.visits()
                .visit(tx, event.visitId())
                .orElseThrow(() -> new IllegalStateException("no visit " + event.visitId()));
        Step step = receptions
                .apply(id, new Message.CitizenPrepared(visit.devicesReady(), visit.noticeAcknowledged()))
                .orElseThrow(() -> new IllegalStateException("reception " + id + " takes no message"));
        if (step instanceof Step.Refused refused) {
            throw new IllegalStateException("reception " + id + " refused: " + refused.code());
        }
    }
}
