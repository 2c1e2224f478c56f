package org.kachehri.scheduler.points;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Jurisdiction;
import org.kachehri.identity.access.UnitTree;
import org.kachehri.identity.people.Words;

/** Units, their tree, and points; the only SQL over them. Has no state: any thread may use it within its transaction. */
public final class PointStore implements UnitTree, Jurisdiction {
    private static final String POINTS =
            """
            SELECT p.id AS point_id, p.name_ur AS point_ur, p.name_vi AS point_vi, p.name_en AS point_en, p.hours, u.*
            FROM points.point p JOIN points.unit u ON u.id = p.unit_id
            """;

    /** Adds the unit or brings the one with this id to this state; parents first. */
    public void put(Handle tx, Unit unit) {
        tx.createUpdate(
                        """
                        INSERT INTO points.unit (id, kind, parent_id, name_ur, name_vi, name_en, zone, country, rule_profile)
                        VALUES (:id, :kind, :parent, :ur, :vi, :en, :zone, :country, :profile)
                        ON CONFLICT (id) DO UPDATE SET kind = :kind, parent_id = :parent, name_ur = :ur, name_vi = :vi,
                            name_en = :en, zone = :zone, country = :country, rule_profile = :profile""")
                .bind("id", unit.id())
                .bind("kind", unit.kind().name())
                .bind("parent", unit.parentId())
                .bind("ur", unit.name().ur())
                .bind("vi", unit.name().vi())
                .bind("en", unit.name().en())
                .bind("zone", unit.zone().getId())
                .bind("country", unit.country().name())
                .bind("profile", unit.ruleProfile())
                .execute();
    }

    /** Adds the point or brings the one with this id to this state; its unit is there already. */
    public void put(Handle tx, Point point) {
        tx.createUpdate(
                        """
                        INSERT INTO points.point (id, unit_id, name_ur, name_vi, name_en, hours)
                        VALUES (:id, :unit, :ur, :vi, :en, :hours)
                        ON CONFLICT (id) DO UPDATE SET unit_id = :unit, name_ur = :ur, name_vi = :vi, name_en = :en,
                            hours = :hours""")
                .bind("id", point.id())
                .bind("unit", point.unit().id())
                .bind("ur", point.name().ur())
                .bind("vi", point.name().vi())
                .bind("en", point.name().en())
                .bind("hours", point.hours())
                .execute();
    }

    /** Adds the room or brings the one with this id to this state; its point is there already. */
    public void put(Handle tx, Room room) {
        tx.createUpdate(
                        """
                        INSERT INTO points.room (id, point_id, name, seats) VALUES (:id, :point, :name, :seats)
                        ON CONFLICT (id) DO UPDATE SET point_id = :point, name = :name, seats = :seats""")
                .bind("id", room.id())
                .bind("point", room.pointId())
                .bind("name", room.name())
                .bind("seats", room.seats())
                .execute();
    }

    /** The rooms of these points, by point and name. */
    public List<Room> rooms(Handle tx, Collection<String> pointIds) {
        return tx.createQuery("SELECT * FROM points.room WHERE point_id = ANY (:points) ORDER BY point_id, name, id")
                .bind("points", pointIds.toArray(String[]::new))
                .map((row, context) -> new Room(
                        row.getString("id"), row.getString("point_id"), row.getString("name"), row.getInt("seats")))
                .list();
    }

    @Override
    public Optional<Unit> unit(Handle tx, String unitId) {
        return tx.createQuery("SELECT * FROM points.unit WHERE id = :id")
                .bind("id", unitId)
                .map((row, context) -> unit(row))
                .findOne();
    }

    public List<Unit> units(Handle tx) {
        return tx.createQuery("SELECT * FROM points.unit ORDER BY id")
                .map((row, context) -> unit(row))
                .list();
    }

    public Optional<Point> point(Handle tx, String pointId) {
        return tx.createQuery(POINTS + "WHERE p.id = :id")
                .bind("id", pointId)
                .map((row, context) -> point(row))
                .findOne();
    }

    /** Points of these units by id. */
    public List<Point> points(Handle tx, Set<String> unitIds) {
        return tx.createQuery(POINTS + "WHERE p.unit_id = ANY (:units) ORDER BY p.id")
                .bind("units", unitIds.toArray(String[]::new))
                .map((row, context) -> point(row))
                .list();
    }

    @Override
    public Set<String> points(Handle tx, String unitId) {
        return points(tx, unitAndBelow(tx, unitId)).stream().map(Point::id).collect(Collectors.toSet());
    }

    @Override
    public Optional<ZoneId> zone(Handle tx, String unitId) {
        return unit(tx, unitId).map(Unit::zone);
    }

    @Override
    public Set<String> unitAndBelow(Handle tx, String unitId) {
        return new LinkedHashSet<>(tx.createQuery(
                        """
                        WITH RECURSIVE below AS (
                            SELECT id FROM points.unit WHERE id = :id
                            UNION SELECT u.id FROM points.unit u JOIN below b ON u.parent_id = b.id)
                        SELECT id FROM below""")
                .bind("id", unitId)
                .mapTo(String.class)
                .list());
    }

    /** The unit and those above it, lowest first; empty when there is no such unit. */
    public List<Unit> unitAndAbove(Handle tx, String unitId) {
        return tx.createQuery(
                        """
                        WITH RECURSIVE above AS (
                            SELECT u.*, 0 AS distance FROM points.unit u WHERE id = :id
                            UNION ALL SELECT u.*, a.distance + 1 FROM points.unit u JOIN above a ON u.id = a.parent_id
                            -- Deeper than any tree of authorities: ends a parent entered in a circle.
                            WHERE a.distance < 20)
                        SELECT * FROM above ORDER BY distance""")
                .bind("id", unitId)
                .map((row, context) -> unit(row))
                .list();
    }

    private static Point point(ResultSet row) throws SQLException {
        Words name = new Words(row.getString("point_ur"), row.getString("point_vi"), row.getString("point_en"));
        return new Point(row.getString("point_id"), unit(row), name, row.getString("hours"));
    }

    private static Unit unit(ResultSet row) throws SQLException {
        return new Unit(
                row.getString("id"),
                UnitKind.valueOf(row.getString("kind")),
                row.getString("parent_id"),
                new Words(row.getString("name_ur"), row.getString("name_vi"), row.getString("name_en")),
                ZoneId.of(row.getString("zone")),
                Country.valueOf(row.getString("country")),
                row.getString("rule_profile"));
    }
}
