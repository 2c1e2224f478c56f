package org.kachehri.signaling.live;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.ReceptionFacts;
import org.kachehri.signaling.reception.ReceptionState;

/** What other modules may know of receptions, as committed. */
public final class Receptions {
    private final ReceptionStore store;

    Receptions(ReceptionStore store) {
        this.store = store;
    }

    /**
     * A reception as others see it.
     *
     * @param person name, or the alias of a denouncer
     * @param type COMPLAINT, DENUNCIATION, PETITION or FEEDBACK
     * @param number in the queue; null for a protected visit
     * @param units that take part, lowest first
     * @param startedAt null before it was live
     * @param closedAt null before it was closed
     * @param ticketId null before the conclusion
     */
    public record Line(
            String id,
            String code,
            String visitId,
            String pointId,
            LocalDate day,
            ReceptionState state,
            String person,
            String type,
            String content,
            String wish,
            Integer number,
            boolean protectedIdentity,
            List<String> units,
            Instant startedAt,
            Instant closedAt,
            String ticketId) {
        static Line of(ReceptionStore.Stored stored) {
            Reception reception = stored.reception();
            ReceptionFacts facts = reception.facts();
            return new Line(
                    facts.id(),
                    facts.code(),
                    facts.visitId(),
                    facts.pointId(),
                    facts.day(),
                    reception.stage().state(),
                    reception.seats().all().getFirst().person().name(),
                    facts.matter().type(),
                    facts.matter().title(),
                    facts.matter().wish(),
                    facts.number(),
                    facts.protectedIdentity(),
                    facts.units(),
                    reception.stage().startedAt(),
                    reception.stage().closedAt(),
                    stored.ticketId());
        }
    }

    public Optional<Line> find(Handle tx, String receptionId) {
        return store.find(tx, receptionId).map(Line::of);
    }

    /**
     * When a reception was held.
     *
     * @param startedAt empty when it never was live
     * @param closedAt empty while it isn't closed
     */
    public record Held(String id, String code, Optional<Instant> startedAt, Optional<Instant> closedAt) {}

    /** All there are. */
    public List<Held> held(Handle tx) {
        return store.held(tx);
    }

    public Optional<Line> ofVisit(Handle tx, String visitId) {
        return store.idOfVisit(tx, visitId).flatMap(id -> find(tx, id));
    }
}
