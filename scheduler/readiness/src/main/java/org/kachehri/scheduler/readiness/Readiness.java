package org.kachehri.scheduler.readiness;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Room;

/** The module's door: room checks and the board of all rooms. Migrate people and points before it. */
public final class Readiness {
    public static final ModuleSchema SCHEMA = new ModuleSchema("readiness");

    private final Transactions transactions;
    private final PointStore points;
    private final CheckStore store = new CheckStore();
    private final CheckRoom checkRoom;
    private final Clock clock;

    public Readiness(Transactions transactions, PointStore points, RecorderSpace space, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.checkRoom = new CheckRoom(store, space, audit, clock);
        this.clock = clock;
    }

    /** Answers rooms and their checks. */
    public void register(OfficialApi officials) {
        officials.on("rooms", Action.SEE_READINESS, (who, request) -> transactions.run(tx -> rooms(tx, who)));
        officials.on("checkRoom", Action.CHECK_ROOM, this::check);
    }

    /**
     * A room as the page of today shows it.
     *
     * @param ready looked at today, and nothing is amiss that is needed
     * @param detail its score; null when nobody has looked today
     */
    public record RoomToday(Words name, boolean ready, String detail) {}

    /** The rooms of a point, whether they can be used today. */
    public List<RoomToday> today(Handle tx, Point point) {
        List<Room> rooms = points.rooms(tx, List.of(point.id()));
        Map<String, RoomCheck> last =
                store.last(tx, rooms.stream().map(Room::id).toList());
        return rooms.stream()
                .map(room -> today(point, room, last.get(room.id())))
                .toList();
    }

    private RoomToday today(Point point, Room room, RoomCheck check) {
        Words name = new Words("کمرہ نمبر " + room.name(), "Phòng " + room.name(), "Room " + room.name());
        boolean today = check != null && isToday(point, check);
        return new RoomToday(name, today && check.isReady(), today ? check.score() + " / 100" : null);
    }

    private boolean isToday(Point point, RoomCheck check) {
        ZoneId zone = point.unit().zone();
        return check.at()
                .atZone(zone)
                .toLocalDate()
                .equals(clock.instant().atZone(zone).toLocalDate());
    }

    record CheckView(Instant at, String by, int score, boolean ready, boolean today, List<Finding> findings) {}

    /** @param last null when the room was never checked */
    record RoomLine(Room room, Words pointName, CheckView last) {}

    /** Rooms of the post's own unit and of those below. */
    private Answer rooms(Handle tx, SignedIn who) {
        Map<String, Point> all = points.points(tx, points.unitAndBelow(tx, who.unitId())).stream()
                .collect(Collectors.toMap(Point::id, Function.identity()));
        List<Room> rooms = points.rooms(tx, all.keySet());
        Map<String, RoomCheck> last =
                store.last(tx, rooms.stream().map(Room::id).toList());
        return Answer.ok(rooms.stream()
                .map(room -> line(all.get(room.pointId()), room, last.get(room.id())))
                .toList());
    }

    private Answer check(SignedIn who, Request request) {
        CheckRoom.Command command = request.body(CheckRoom.Command.class);
        return transactions.run(tx -> {
            Optional<Point> point = points.point(tx, request.pathParameter("pointId"))
                    .filter(found -> points.unitAndBelow(tx, who.unitId())
                            .contains(found.unit().id()));
            Optional<Room> room = point.flatMap(found -> points.rooms(tx, List.of(found.id())).stream()
                    .filter(one -> one.id().equals(request.pathParameter("roomId")))
                    .findFirst());
            if (room.isEmpty()) return Answer.problem(Problem.notFound("There is no such room"));
            return switch (checkRoom.check(tx, who, room.get(), command)) {
                case CheckRoom.Outcome.Checked checked ->
                    Answer.json(201, line(point.get(), room.get(), checked.check()));
                case CheckRoom.Outcome.Incomplete incomplete ->
                    Answer.problem(Problem.of(400, "incomplete", "Every item is looked at once")
                            .withFields(Map.of(incomplete.item().name(), "required")));
            };
        });
    }

    private RoomLine line(Point point, Room room, RoomCheck check) {
        if (check == null) return new RoomLine(room, point.name(), null);
        return new RoomLine(
                room,
                point.name(),
                new CheckView(
                        check.at(),
                        check.by(),
                        check.score(),
                        check.isReady(),
                        isToday(point, check),
                        check.findings()));
    }
}
