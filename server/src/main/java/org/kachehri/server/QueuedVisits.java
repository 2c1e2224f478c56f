package org.kachehri.server;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.scheduler.queue.Visits;
import org.kachehri.signaling.live.VisitBook;

/** The queue's visits as the live receptions want them. */
record QueuedVisits(Visits visits) implements VisitBook {
    @Override
    public Optional<Visit> visit(Handle tx, String visitId) {
        return visits.visit(tx, visitId)
                .map(visit -> new Visit(
                        visit.id(),
                        visit.pointId(),
                        visit.pointName(),
                        visit.day(),
                        visit.number(),
                        visit.person(),
                        visit.protectedIdentity(),
                        visit.type().name(),
                        visit.content(),
                        visit.wish(),
                        visit.language(),
                        visit.units(),
                        visit.cameraReady() != null || visit.microphoneReady() != null,
                        visit.noticeAcknowledgedAt() != null));
    }

    @Override
    public void leadsTo(Handle tx, String visitId, String receptionId) {
        visits.leadsTo(tx, visitId, receptionId);
    }

    @Override
    public void inRoom(Handle tx, String visitId) {
        visits.inRoom(tx, visitId);
    }

    @Override
    public void done(Handle tx, String visitId) {
        visits.done(tx, visitId);
    }
}
