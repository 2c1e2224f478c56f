package org.kachehri.signaling.live;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.kachehri.identity.people.Words;
import org.kachehri.signaling.reception.Person;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.ReceptionFacts;
import org.kachehri.signaling.reception.ReceptionState;

/** A reception as HTTP shows it: the protocol's ReceptionLine, and with the last eight also its Reception. Absent values are null. */
record ReceptionView(
        String id,
        String code,
        ReceptionState state,
        String person,
        String type,
        String content,
        Words pointName,
        Integer number,
        @JsonProperty("protected") boolean protectedIdentity,
        LocalDate day,
        boolean mayJoin,
        String visitId,
        String wish,
        Instant startedAt,
        Instant closedAt,
        List<String> actions,
        List<JsonNode> units,
        String ticketId,
        String recording,
        List<Quality> quality,
        List<PreCall> preCall) {

    /** How somebody's line did in the newest test before the reception; what wasn't measured is null. */
    record PreCall(
            String participant,
            String name,
            Instant testedAt,
            int score,
            double loss,
            double roundTripMillis,
            Double jitterMillis,
            Long estimateBitsPerSecond,
            Double frozen) {}

    /** How well somebody could take part while it was live. */
    record Quality(
            String participant,
            String name,
            int mean,
            int lowest,
            Instant worstMinute,
            int worstMinuteMean,
            int seconds) {}

    static ReceptionView line(Reception reception, boolean mayJoin) {
        return of(reception, mayJoin, null, null, null, null, null, null);
    }

    static ReceptionView whole(
            Reception reception,
            boolean mayJoin,
            List<String> actions,
            List<JsonNode> units,
            String ticketId,
            List<Quality> quality,
            List<PreCall> preCall) {
        return of(reception, mayJoin, reception.facts().matter().wish(), actions, units, ticketId, quality, preCall);
    }

    private static ReceptionView of(
            Reception reception,
            boolean mayJoin,
            String wish,
            List<String> actions,
            List<JsonNode> units,
            String ticketId,
            List<Quality> quality,
            List<PreCall> preCall) {
        ReceptionFacts facts = reception.facts();
        Person citizen = reception.seats().all().getFirst().person();
        boolean whole = actions != null;
        return new ReceptionView(
                facts.id(),
                facts.code(),
                reception.stage().state(),
                citizen.name(),
                facts.matter().type(),
                facts.matter().title(),
                citizen.point(),
                facts.number(),
                facts.protectedIdentity(),
                facts.day(),
                mayJoin,
                facts.visitId(),
                wish,
                whole ? reception.stage().startedAt() : null,
                whole ? reception.stage().closedAt() : null,
                actions,
                units,
                ticketId,
                whole ? recording(reception) : null,
                quality,
                preCall);
    }

    /** As far as the room knows; whether it was verified is the archive's to say. */
    private static String recording(Reception reception) {
        if (reception.stage().startedAt() == null) return "EXPECTED";
        boolean writing =
                reception.stage().state().gathers() || reception.stage().state() == ReceptionState.CLOSING;
        return writing ? "WRITING" : "SEALED";
    }
}
