package org.kachehri.signaling.live;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;

/** What a reception needs to know of the visit it is for, and what it tells the queue. */
public interface VisitBook {
    /**
     * @param person name, or the alias of a denouncer
     * @param number in the queue; null for a protected visit
     * @param units that take part, lowest first
     */
    record Visit(
            String id,
            String pointId,
            Words pointName,
            LocalDate day,
            Integer number,
            String person,
            boolean protectedIdentity,
            String type,
            String content,
            String wish,
            Language language,
            List<String> units,
            boolean devicesReady,
            boolean noticeAcknowledged) {}

    Optional<Visit> visit(Handle tx, String visitId);

    /** The visit leads to this reception. */
    void leadsTo(Handle tx, String visitId, String receptionId);

    void inRoom(Handle tx, String visitId);

    void done(Handle tx, String visitId);
}
