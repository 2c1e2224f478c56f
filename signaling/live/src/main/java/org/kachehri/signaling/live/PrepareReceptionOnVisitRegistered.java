package org.kachehri.signaling.live;

import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.scheduler.queue.VisitRegistered;
import org.kachehri.signaling.reception.Person;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.ReceptionFacts;

/** Every registered visit gets its reception at once, so that the citizen's waiting room has a door. Delivered twice, it does nothing. */
final class PrepareReceptionOnVisitRegistered {
    /** Half an hour is what a citizen is told to reckon with; nothing ends by itself. */
    private static final int PLANNED_MINUTES = 30;

    private final Surroundings around;
    private final Supplier<String> ids;

    PrepareReceptionOnVisitRegistered(Surroundings around, Supplier<String> ids) {
        this.around = around;
        this.ids = ids;
    }

    Subscription<VisitRegistered> subscription() {
        return new Subscription<>(
                "PrepareReceptionOnVisitRegistered", VisitRegistered.TYPE, VisitRegistered.class, this::prepare);
    }

    private void prepare(Handle tx, VisitRegistered event) {
        if (around.store().idOfVisit(tx, event.visitId()).isPresent()) return;
        VisitBook.Visit visit = around.visits()
                .visit(tx, event.visitId())
                .orElseThrow(() -> new IllegalStateException("no visit " + event.visitId()));
        ReceptionFacts facts = new ReceptionFacts(
                ids.get(),
                around.store().nextCode(tx, visit.pointId(), visit.day()),
                visit.id(),
                visit.pointId(),
                visit.day(),
                around.units().zone(tx, visit.units().getFirst()),
                visit.number(),
                visit.protectedIdentity(),
                new ReceptionFacts.Matter(visit.type(), visit.content(), visit.wish()),
                visit.units(),
                PLANNED_MINUTES);
        Person citizen = new Person(
                "visit:" + visit.id(), visit.person(), Role.CITIZEN, null, visit.pointName(), visit.language());
        around.store()
                .create(tx, Reception.checkIn(facts, citizen, around.clock().instant()));
        around.visits().leadsTo(tx, visit.id(), facts.id());
        around.outbox()
                .publish(
                        tx,
                        "reception.prepared",
                        facts.id(),
                        new Commits.ReceptionEvent(facts.id(), facts.visitId(), facts.pointId(), facts.code()));
    }
}
