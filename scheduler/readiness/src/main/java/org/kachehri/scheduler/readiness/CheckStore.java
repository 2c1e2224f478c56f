package org.kachehri.scheduler.readiness;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of checks; the only SQL about them. */
final class CheckStore {
    void insert(Handle tx, RoomCheck check, String officialId) {
        tx.createUpdate(
                        """
                        INSERT INTO readiness.room_check (id, room_id, at, official_id, score, ready)
                        VALUES (:id, :room, :at, :official, :score, :ready)""")
                .bind("id", check.id())
                .bind("room", check.roomId())
                .bind("at", Timestamp.from(check.at()))
                .bind("official", officialId)
                .bind("score", check.score())
                .bind("ready", check.isReady())
                .execute();
        for (Finding finding : check.findings()) {
            tx.createUpdate(
                            """
                            INSERT INTO readiness.finding (check_id, item, verdict, note)
                            VALUES (:id, :item, :verdict, :note)""")
                    .bind("id", check.id())
                    .bind("item", finding.item().name())
                    .bind("verdict", finding.verdict().name())
                    .bind("note", finding.note())
                    .execute();
        }
    }

    /** The last check of each of these rooms, by room. */
    Map<String, RoomCheck> last(Handle tx, List<String> rooms) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        tx.createQuery(
                        """
                        SELECT c.id, c.room_id, c.at, o.name, f.item, f.verdict, f.note
                        FROM (SELECT DISTINCT ON (room_id) * FROM readiness.room_check WHERE room_id = ANY (:rooms)
                            ORDER BY room_id, at DESC, id) c
                        JOIN people.official o ON o.id = c.official_id
                        JOIN readiness.finding f ON f.check_id = c.id
                        ORDER BY c.room_id, f.item""")
                .bind("rooms", rooms.toArray(String[]::new))
                .map((row, context) -> row(row))
                .forEach(row -> rows.computeIfAbsent(row.roomId(), room -> new ArrayList<>())
                        .add(row));
        Map<String, RoomCheck> last = new LinkedHashMap<>();
        rows.forEach((room, all) -> last.put(
                room,
                new RoomCheck(
                        all.getFirst().id(),
                        room,
                        all.getFirst().at(),
                        all.getFirst().by(),
                        all.stream().map(Row::finding).toList())));
        return last;
    }

    private record Row(String id, String roomId, Instant at, String by, Finding finding) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("room_id"),
                row.getTimestamp("at").toInstant(),
                row.getString("name"),
                new Finding(
                        Item.valueOf(row.getString("item")),
                        Finding.Verdict.valueOf(row.getString("verdict")),
                        row.getString("note")));
    }
}
