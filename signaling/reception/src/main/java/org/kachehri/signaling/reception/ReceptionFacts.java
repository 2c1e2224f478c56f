package org.kachehri.signaling.reception;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What doesn't change while people talk.
 *
 * @param id of the reception, at most 40 characters
 * @param code {@code PS-{yyyymmdd}-{point}-{n}}
 * @param day in that zone
 * @param zone time zone of the point's unit
 * @param number in the queue; null for a protected visit
 * @param protectedIdentity the citizen is a denouncer: alias only, no point shown, nobody technical in the room
 * @param units that take part, lowest first
 */
public record ReceptionFacts(
        String id,
        String code,
        String visitId,
        String pointId,
        LocalDate day,
        ZoneId zone,
        Integer number,
        boolean protectedIdentity,
        Matter matter,
        List<String> units,
        int plannedMinutes) {
    public ReceptionFacts {
        units = List.copyOf(units);
    }

    /** What the citizen came for, in their words. */
    public record Matter(String type, String title, String wish) {}
}
