package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;

/**
 * What an official does with the turns of those who wait at the own point. One at a time at a point, so two who call the next one never call the
 * same.
 */
final class MoveVisit {
    private final PointStore points;
    private final VisitStore visits;
    private final TurnStore turns;
    private final KioskLinks links;
    private final AuditLog audit;
    private final Clock clock;

    MoveVisit(PointStore points, VisitStore visits, TurnStore turns, KioskLinks links, AuditLog audit, Clock clock) {
        this.points = points;
        this.visits = visits;
        this.turns = turns;
        this.links = links;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * As the protocol's {@code QueueMove}; what a kind has no use for may be null.
     *
     * @param ground for {@link Move#PUT_FIRST}
     * @param room for calls; as it stands on the door
     * @param toPointId for {@link Move#TRANSFER}
     */
    record Command(Move kind, String reason, FirstGround ground, String room, String toPointId) {}

    /** What came of it. */
    sealed interface Outcome {
        /** @param token of the kiosk link at the other point, after a transfer; else empty */
        record Moved(Visit visit, Optional<String> token) implements Outcome {}

        record NobodyWaits() implements Outcome {}

        record NoSuchVisit() implements Outcome {}

        /** Somebody was quicker, or it was never so far. */
        record WrongState(VisitState state) implements Outcome {}

        /** @param field which is missing or wrong */
        record Incomplete(String field) implements Outcome {}
    }

    /** Calls whose turn it is. */
    Outcome callNext(Handle tx, SignedIn who, Point point, String room) {
        if (room.isBlank()) return new Outcome.Incomplete("room");
        turns.lock(tx, point.id());
        Instant now = clock.instant();
        List<Turn> waiting = Turn.inOrder(turns.ofPoint(tx, point.id(), today(point)), now);
        if (waiting.isEmpty()) return new Outcome.NobodyWaits();
        return done(tx, who, waiting.getFirst().visit(), new Command(Move.CALL, null, null, room, null), now);
    }

    /** @param point the own one; a visit elsewhere isn't found */
    Outcome move(Handle tx, SignedIn who, Point point, String visitId, Command command) {
        turns.lock(tx, point.id());
        Optional<Visit> found = visits.find(tx, visitId)
                .filter(visit ->
                        visit.pointId().equals(point.id()) && visit.day().equals(today(point)));
        if (found.isEmpty()) return new Outcome.NoSuchVisit();
        if (!command.kind().fits(found.get().state())) {
            return new Outcome.WrongState(found.get().state());
        }
        Optional<String> missing = missing(tx, point, command);
        if (missing.isPresent()) return new Outcome.Incomplete(missing.get());
        return done(tx, who, found.get(), command, clock.instant());
    }

    private Optional<String> missing(Handle tx, Point point, Command command) {
        Move kind = command.kind();
        if (kind.needsReason() && isBlank(command.reason())) return Optional.of("reason");
        if (kind == Move.PUT_FIRST && command.ground() == null) return Optional.of("ground");
        if (kind == Move.CALL && isBlank(command.room())) return Optional.of("room");
        boolean elsewhere = kind != Move.TRANSFER
                || command.toPointId() != null
                        && !command.toPointId().equals(point.id())
                        && points.point(tx, command.toPointId()).isPresent();
        return elsewhere ? Optional.empty() : Optional.of("toPointId");
    }

    private Outcome done(Handle tx, SignedIn who, Visit visit, Command command, Instant now) {
        String id = visit.id();
        String reason = isBlank(command.reason()) ? null : command.reason().strip();
        Optional<String> token = Optional.empty();
        String room = null;
        switch (command.kind()) {
            case CALL -> {
                room = command.room().strip();
                turns.called(tx, id, room, now);
                visits.state(tx, id, VisitState.CALLED);
            }
            case RECALL -> {
                room = turns.ofPoint(tx, visit.pointId(), visit.day()).stream()
                        .filter(turn -> turn.visit().id().equals(id))
                        .map(Turn::room)
                        .findFirst()
                        .orElseThrow();
                turns.called(tx, id, room, now);
            }
            case HOLD -> visits.state(tx, id, VisitState.HELD);
            case RESUME -> visits.state(tx, id, waits(visit));
            case NO_SHOW -> visits.state(tx, id, VisitState.ABSENT);
            case RETURN -> {
                turns.waitsAnew(tx, id, now);
                visits.state(tx, id, waits(visit));
            }
            case PUT_FIRST -> turns.first(tx, id, command.ground());
            case IN_TURN -> turns.first(tx, id, null);
            case LEAVE -> gone(tx, visit);
            case TRANSFER -> token = Optional.of(transferred(tx, who, visit, command.toPointId()));
        }
        FirstGround ground = command.kind() == Move.PUT_FIRST ? command.ground() : null;
        turns.write(tx, id, new TurnStore.Event(command.kind(), now, who.officialId(), reason, ground, room));
        AuditEntry entry = AuditEntry.of(who.officialId(), who.post().id(), "QUEUE_" + command.kind(), id);
        audit.write(tx, reason == null ? entry : entry.because(reason));
        return new Outcome.Moved(visits.find(tx, id).orElseThrow(), token);
    }

    private static VisitState waits(Visit visit) {
        return visit.cameraReady() != null && visit.noticeAcknowledgedAt() != null
                ? VisitState.CHECKED
                : VisitState.WAITING;
    }

    private void gone(Handle tx, Visit visit) {
        visits.state(tx, visit.id(), VisitState.GONE);
        links.end(tx, visit.id());
    }

    /** A new visit at the other point, with a number of its own there and the time waited here. */
    private String transferred(Handle tx, SignedIn who, Visit visit, String toPointId) {
        Turn turn = turns.ofPoint(tx, visit.pointId(), visit.day()).stream()
                .filter(one -> one.visit().id().equals(visit.id()))
                .findFirst()
                .orElseThrow();
        Point to = points.point(tx, toPointId).orElseThrow();
        LocalDate day = today(to);
        Visit there = visit.at(
                UUID.randomUUID().toString(),
                to,
                day,
                visit.protectedIdentity() ? null : visits.nextNumber(tx, toPointId, day),
                clock.instant());
        gone(tx, visit);
        visits.insert(tx, there, who.officialId());
        turns.insert(tx, there.id(), turn.queuedAt(), turn.appointmentAt(), visit.id());
        turns.first(tx, there.id(), turn.first());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "REGISTER_VISIT", there.id())
                        .with(Map.of("transferredFrom", visit.id())));
        return links.create(tx, there.id(), RegisterVisit.linkEnds(day, to.unit()));
    }

    private LocalDate today(Point point) {
        return clock.instant().atZone(point.unit().zone()).toLocalDate();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
