package org.kachehri.scheduler.queue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Visits as the modules above see them. Every call is part of the caller's transaction. */
public final class Visits {
    private final VisitStore store = new VisitStore();

    public Optional<Visit> visit(Handle tx, String visitId) {
        return store.find(tx, visitId);
    }

    /** Everything of a point and day in the order of arrival. */
    public List<Visit> ofPoint(Handle tx, String pointId, LocalDate day) {
        return store.ofPoint(tx, pointId, day);
    }

    /** The visit leads to this reception; kiosk and officials are told its id from now on. */
    public void leadsTo(Handle tx, String visitId, String receptionId) {
        store.leadsTo(tx, visitId, receptionId);
    }

    public void state(Handle tx, String visitId, VisitState state) {
        store.state(tx, visitId, state);
    }

    VisitStore store() {
        return store;
    }
}
