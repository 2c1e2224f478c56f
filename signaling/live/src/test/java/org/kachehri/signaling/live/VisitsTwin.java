package org.kachehri.signaling.live;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;

/** Visits without a queue. */
final class VisitsTwin implements VisitBook {
    final Map<String, Visit> visits = new ConcurrentHashMap<>();
    final Map<String, String> states = new ConcurrentHashMap<>();

    void register(String id, boolean noticed) {
        visits.put(
                id,
                new Visit(
                        id,
                        "yen-hoa",
                        new Words("u", "v", "e"),
                        LocalDate.of(2026, 11, 23),
                        7,
                        "Lo Van A",
                        false,
                        "COMPLAINT",
                        "Land",
                        "A new decision",
                        Language.VI,
                        List.of("yen-hoa", "nghe-an", "central"),
                        true,
                        noticed));
    }

    @Override
    public Optional<Visit> visit(Handle tx, String visitId) {
        return Optional.ofNullable(visits.get(visitId));
    }

    @Override
    public void leadsTo(Handle tx, String visitId, String receptionId) {
        states.put(visitId, "PREPARED");
    }

    @Override
    public void inRoom(Handle tx, String visitId) {
        states.put(visitId, "IN_ROOM");
    }

    @Override
    public void done(Handle tx, String visitId) {
        states.put(visitId, "DONE");
    }
}
