package org.kachehri.signaling.live;

import java.sql.Timestamp;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of what was measured; the only SQL about them. */
final class QualityStore {
    void keep(Handle tx, String receptionId, List<SeatQuality.Kept> all) {
        for (SeatQuality.Kept kept : all) {
            tx.createUpdate(
                            """
                            INSERT INTO live.quality
                                (reception_id, seat, score_sum, samples, lowest, worst_minute, worst_minute_mean)
                            VALUES (:reception, :seat, :sum, :samples, :lowest, :worst, :worstMean)
                            ON CONFLICT (reception_id, seat) DO UPDATE SET score_sum = :sum, samples = :samples,
                                lowest = :lowest, worst_minute = :worst, worst_minute_mean = :worstMean""")
                    .bind("reception", receptionId)
                    .bind("seat", kept.seat())
                    .bind("sum", kept.sum())
                    .bind("samples", kept.samples())
                    .bind("lowest", kept.lowest())
                    .bind("worst", Timestamp.from(kept.worstMinute()))
                    .bind("worstMean", kept.worstMinuteMean())
                    .execute();
        }
    }

    List<SeatQuality.Kept> of(Handle tx, String receptionId) {
        return tx.createQuery("SELECT * FROM live.quality WHERE reception_id = :reception ORDER BY seat")
                .bind("reception", receptionId)
                .map((row, context) -> new SeatQuality.Kept(
                        row.getString("seat"),
                        row.getLong("score_sum"),
                        row.getInt("samples"),
                        row.getInt("lowest"),
                        row.getTimestamp("worst_minute").toInstant(),
                        row.getInt("worst_minute_mean")))
                .list();
    }
}
