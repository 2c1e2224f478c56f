package org.kachehri.signaling.live;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of what lines scored before their reception; the only SQL about them. */
final class PreCallStore {
    /**
     * One seat's newest test. What the browser doesn't measure is null.
     *
     * @param loss share from 0 to 1, the worse of both directions
     * @param frozen share of time from 0 to 1 in which the picture that came back stood still
     */
    record PreCall(
            String seat,
            Instant testedAt,
            int score,
            double loss,
            double roundTripMillis,
            Double jitterMillis,
            Long estimateBitsPerSecond,
            Double frozen) {}

    void keep(Handle tx, String receptionId, PreCall tested) {
        tx.createUpdate(
                        """
                        INSERT INTO live.pre_call (reception_id, seat, tested_at, score, loss, round_trip_millis,
                            jitter_millis, estimate_bits_per_second, frozen)
                        VALUES (:reception, :seat, :at, :score, :loss, :trip, :jitter, :estimate, :frozen)
                        ON CONFLICT (reception_id, seat) DO UPDATE SET tested_at = :at, score = :score, loss = :loss,
                            round_trip_millis = :trip, jitter_millis = :jitter, estimate_bits_per_second = :estimate,
                            frozen = :frozen""")
                .bind("reception", receptionId)
                .bind("seat", tested.seat())
                .bind("at", Timestamp.from(tested.testedAt()))
                .bind("score", tested.score())
                .bind("loss", tested.loss())
                .bind("trip", tested.roundTripMillis())
                .bind("jitter", tested.jitterMillis())
                .bind("estimate", tested.estimateBitsPerSecond())
                .bind("frozen", tested.frozen())
                .execute();
    }

    List<PreCall> of(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM live.pre_call WHERE reception_id = :reception ORDER BY seat")
                .bind("reception", receptionId)
                .map((row, context) -> new PreCall(
                        row.getString("seat"),
                        row.getTimestamp("tested_at").toInstant(),
                        row.getInt("score"),
                        row.getDouble("loss"),
                        row.getDouble("round_trip_millis"),
                        row.getObject("jitter_millis", Double.class),
                        row.getObject("estimate_bits_per_second", Long.class),
                        row.getObject("frozen", Double.class)))
                .list();
    }
}
