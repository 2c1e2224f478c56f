package org.kachehri.recording.lease;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The only SQL over recorders and leases. */
final class LeaseStore {
    /**
     * @param begun whether the recorder has written
     * @param fault why the recorder was lost; null while it is well
     */
    record Lease(UUID id, int recorder, int lane, Instant from, Instant to, boolean begun, String fault) {}

    /**
     * The recorder's number, with as many places as it has today. One from before servers had names is taken over by the first that names
     * its directory.
     */
    int register(Handle tx, String server, String directory, int capacity) {
        tx.createUpdate(
                        """
                        UPDATE lease.recorder SET server = :server WHERE server = '' AND directory = :directory
                        AND NOT EXISTS (SELECT 1 FROM lease.recorder named
                            WHERE named.server = :server AND named.directory = :directory)""")
                .bind("server", server)
                .bind("directory", directory)
                .execute();
        return tx.createQuery(
                        """
                        INSERT INTO lease.recorder (server, directory, capacity) VALUES (:server, :directory, :capacity)
                        ON CONFLICT (server, directory) DO UPDATE SET capacity = :capacity RETURNING number""")
                .bind("server", server)
                .bind("directory", directory)
                .bind("capacity", capacity)
                .mapTo(Integer.class)
                .one();
    }

    /** Takes the first place that is free for the whole time; empty when there is none. */
    Optional<Integer> take(Handle tx, UUID id, int recorder, String receptionId, int lane, Instant from, Instant to) {
        return tx.createQuery(
                        """
                        INSERT INTO lease.lease (id, recorder, place, reception_id, lane, during)
                        SELECT :id, number, place, :reception, :lane, tstzrange(:from, :to)
                        FROM lease.recorder, generate_series(0, capacity - 1) AS place
                        WHERE number = :recorder AND NOT EXISTS (SELECT 1 FROM lease.lease other
                            WHERE other.recorder = number AND other.place = place.place AND other.during && tstzrange(:from, :to))
                        ORDER BY place LIMIT 1 ON CONFLICT DO NOTHING RETURNING place""")
                .bind("id", id)
                .bind("recorder", recorder)
                .bind("reception", receptionId)
                .bind("lane", lane)
                .bind("from", Timestamp.from(from))
                .bind("to", Timestamp.from(to))
                .mapTo(Integer.class)
                .findOne();
    }

    /** The recorder writes. */
    void begun(Handle tx, UUID id) {
        tx.createUpdate("UPDATE lease.lease SET begun = true WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** The lease ends now. */
    void end(Handle tx, UUID id, Instant now, Optional<String> fault) {
        tx.createUpdate(
                        """
                        UPDATE lease.lease SET fault = coalesce(fault, :fault),
                        during = tstzrange(lower(during), greatest(:now, lower(during) + interval '1 millisecond'))
                        WHERE id = :id""")
                .bind("fault", fault.orElse(null))
                .bind("now", Timestamp.from(now))
                .bind("id", id)
                .execute();
    }

    /** Ends what this program's recorders hold no more: it was killed, or the database was away when they were given back. */
    void endOthers(Handle tx, Collection<Integer> recorders, Collection<UUID> held, Instant now) {
        tx.createUpdate(
                        """
                        UPDATE lease.lease
                        SET during = tstzrange(lower(during), greatest(:now, lower(during) + interval '1 millisecond'))
                        WHERE recorder = ANY(:recorders) AND NOT id = ANY(:held)
                        AND upper(during) > greatest(:now, lower(during) + interval '1 millisecond')""")
                .bindArray("recorders", Integer.class, recorders)
                .bindArray("held", UUID.class, held)
                .bind("now", Timestamp.from(now))
                .execute();
    }

    /** All that a reception ever held, in the order in which they began. */
    List<Lease> ofReception(Handle tx, String receptionId) {
        return tx.createQuery(
                        """
                        SELECT id, recorder, lane, lower(during) AS since, upper(during) AS until, begun, fault
                        FROM lease.lease WHERE reception_id = :reception ORDER BY lower(during), lane""")
                .bind("reception", receptionId)
                .map((row, context) -> new Lease(
                        row.getObject("id", UUID.class),
                        row.getInt("recorder"),
                        row.getInt("lane"),
                        row.getTimestamp("since").toInstant(),
                        row.getTimestamp("until").toInstant(),
                        row.getBoolean("begun"),
                        row.getString("fault")))
                .list();
    }
}
