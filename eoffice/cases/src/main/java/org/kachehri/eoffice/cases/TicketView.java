package org.kachehri.eoffice.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.queue.CaseType;

/** The protocol's {@code Ticket}. For a denunciation {@code person} is the alias. */
public record TicketView(
        String id,
        String number,
        CaseType type,
        String person,
        String content,
        String wish,
        String answer,
        Instant openedAt,
        Unit competentUnit,
        List<ClockView> clocks,
        String receptionId,
        String receptionCode,
        String fileId,
        @JsonProperty("protected") boolean protectedIdentity,
        Integer bookNumber) {

    /** The limit that ends first of those still running; when all are kept, the last. */
    public Optional<ClockView> governingClock() {
        return clocks.stream()
                .filter(clock -> clock.status() != ClockStatus.MET)
                .min(Comparator.comparing(ClockView::due))
                .or(() -> clocks.isEmpty() ? Optional.empty() : Optional.of(clocks.getLast()));
    }

    /** What a citizen confided stays out of logs. */
    @Override
    public String toString() {
        return "TicketView[" + id + "]";
    }
}
