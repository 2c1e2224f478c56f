package org.kachehri.recording.lease;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The only SQL over recorders and leases. */
final class LeaseStore {
    /**
     * @param to when it was given back; a day after it began while nobody has given it back
     * @param begun whether the recorder has written
     * @param fault why the recorder was lost; null while it is well
     */
    record Lease(UUID id, int recorder, int lane, Instant from, Instant to, boolean begun, String fault) {}

    /** The recorder's number. One from before servers had names is taken over by the first that names its directory. */
    int register(Handle tx, String server, String directory) {
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
                        INSERT INTO lease.recorder (server, directory) VALUES (:server, :directory)
                        ON CONFLICT (server, directory) DO UPDATE SET server = :server RETURNING number""")
                .bind("server", server)
                .bind("directory", directory)
                .mapTo(Integer.class)
                .one();
    }

    /** A reception holds the recorder from now on, in the place that was booked under this id. */
    void take(Handle tx, UUID id, int recorder, String receptionId, int lane, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO lease.lease (id, recorder, reception_id, lane, since)
                        VALUES (:id, :recorder, :reception, :lane, :now)""")
                .bind("id", id)
                .bind("recorder", recorder)
                .bind("reception", receptionId)
                .bind("lane", lane)
                .bind("now", Timestamp.from(now))
                .execute();
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
                        "UPDATE lease.lease SET fault = coalesce(fault, :fault), until = coalesce(until, greatest(since, :now)) WHERE id = :id")
                .bind("fault", fault.orElse(null))
                .bind("now", Timestamp.from(now))
                .bind("id", id)
                .execute();
    }

    /**
     * Ends what this program's recorders hold no more: it was killed, or the database was away when they were given back.
     *
     * @return what was ended
     */
    List<UUID> endOthers(Handle tx, Collection<Integer> recorders, Collection<UUID> held, Instant now) {
        return tx.createQuery(
                        """
                        UPDATE lease.lease SET until = greatest(since, :now)
                        WHERE recorder = ANY(:recorders) AND NOT id = ANY(:held) AND until IS NULL RETURNING id""")
                .bindArray("recorders", Integer.class, recorders)
                .bindArray("held", UUID.class, held)
                .bind("now", Timestamp.from(now))
                .mapTo(UUID.class)
                .list();
    }

    /** Receptions that hold each recorder now, by its number. */
    Map<Integer, Integer> held(Handle tx) {
        return tx.createQuery(
                        "SELECT recorder, count(*) AS held FROM lease.lease WHERE until IS NULL GROUP BY recorder")
                .reduceRows(new HashMap<>(), (all, row) -> {
                    all.put(row.getColumn("recorder", Integer.class), row.getColumn("held", Integer.class));
                    return all;
                });
    }

    /** All that a reception ever held, in the order in which they began. */
    List<Lease> ofReception(Handle tx, String receptionId) {
        return tx.createQuery(
                        """
                        SELECT id, recorder, lane, since, coalesce(until, since + interval '1 day') AS until, begun, fault
                        FROM lease.lease WHERE reception_id = :reception ORDER BY since, lane""")
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
