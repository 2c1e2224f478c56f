package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Visits as the modules above see them. Every call is part of the caller's transaction. */
public final class Visits {
    private final VisitStore store = new VisitStore();
    private final TurnStore turns = new TurnStore(store);
    private final Clock clock;

    Visits(Clock clock) {
        this.clock = clock;
    }

    public Optional<Visit> visit(Handle tx, String visitId) {
        return store.find(tx, visitId);
    }

    /** The visit leads to this reception; kiosk and officials are told its id from now on. */
    public void leadsTo(Handle tx, String visitId, String receptionId) {
        store.leadsTo(tx, visitId, receptionId);
    }

    /** The citizen is being heard. */
    public void inRoom(Handle tx, String visitId) {
        store.state(tx, visitId, VisitState.IN_ROOM);
        turns.begun(tx, visitId, clock.instant());
    }

    /** The citizen was heard. */
    public void done(Handle tx, String visitId) {
        store.state(tx, visitId, VisitState.DONE);
        turns.ended(tx, visitId, clock.instant());
    }

    /** Whether anybody has come to the point on that day. */
    public boolean cameOn(Handle tx, String pointId, LocalDate day) {
        return !store.ofPoint(tx, pointId, day).isEmpty();
    }

    /** Visits in which one of these units takes part, newest first; at most 500, more nobody would look through. */
    public List<Visit> since(Handle tx, Collection<String> units, Instant since) {
        return store.since(tx, units, since);
    }

    VisitStore store() {
        return store;
    }

    TurnStore turns() {
        return turns;
    }
}
