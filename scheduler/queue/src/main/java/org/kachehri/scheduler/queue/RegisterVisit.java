package org.kachehri.scheduler.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Person;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

/** Takes a citizen and a matter in at a point: person, number, link and event in the caller's one transaction. */
public final class RegisterVisit {
    private final PointStore points;
    private final Citizens citizens;
    private final VisitStore visits;
    private final KioskLinks links;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    RegisterVisit(
            PointStore points,
            Citizens citizens,
            VisitStore visits,
            KioskLinks links,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.points = points;
        this.citizens = citizens;
        this.visits = visits;
        this.links = links;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who joins besides the point's own unit. */
    public enum Level {
        PROVINCE,
        CENTRAL
    }

    /** What the citizen came for; respondent, settledBy and people may be null. */
    public record Matter(
            CaseType type, String content, String wish, String respondent, String settledBy, Integer people) {
        /** What somebody confided stays out of logs. */
        @Override
        public String toString() {
            return "Matter[" + type + "]";
        }
    }

    /** As the protocol's {@code RegisterVisit}; levels may be null. */
    public record Command(
            String pointId, CitizenDetails citizen, Matter matter, Language language, List<Level> levels) {}

    /** What came of it. */
    public sealed interface Outcome {
        /** @param token of the kiosk link; it is kept nowhere else */
        record Registered(Visit visit, String token) implements Outcome {}

        /** The point isn't there, or isn't of the official's unit or one below it. */
        record NotYourPoint() implements Outcome {}

        /** @param fields which field and what is missing */
        record Incomplete(Map<String, String> fields) implements Outcome {}
    }

    public Outcome register(Handle tx, SignedIn who, Command command) {
        Optional<Point> point = points.point(tx, command.pointId());
        if (point.isEmpty()
                || !points.unitAndBelow(tx, who.unitId())
                        .contains(point.get().unit().id())) {
            return new Outcome.NotYourPoint();
        }
        Map<String, String> missing = missing(command);
        if (!missing.isEmpty()) return new Outcome.Incomplete(missing);
        Visit visit = visit(tx, point.get(), command);
        visits.insert(tx, visit, who.officialId());
        String token =
                links.create(tx, visit.id(), linkEnds(visit.day(), point.get().unit()));
        outbox.publish(tx, VisitRegistered.TYPE, visit.id(), new VisitRegistered(visit.id(), visit.pointId()));
        audit.write(tx, AuditEntry.of(who.officialId(), who.post().id(), "REGISTER_VISIT", visit.id()));
        return new Outcome.Registered(visit, token);
    }

    /** A reception that runs past midnight keeps its kiosk: six hours are the longest one. */
    static Instant linkEnds(LocalDate day, Unit unit) {
        return day.plusDays(1).atStartOfDay(unit.zone()).plusHours(6).toInstant();
    }

    private Visit visit(Handle tx, Point point, Command command) {
        Instant now = clock.instant();
        LocalDate day = now.atZone(point.unit().zone()).toLocalDate();
        Matter matter = command.matter();
        boolean sealed = matter.type() == CaseType.DENUNCIATION;
        CitizenDetails citizen = stripped(command.citizen());
        Person person = sealed ? citizens.registerProtected(tx, citizen) : citizens.register(tx, citizen);
        Integer number = sealed ? null : visits.nextNumber(tx, point.id(), day);
        return new Visit(
                UUID.randomUUID().toString(),
                point.id(),
                point.name(),
                day,
                number,
                person.citizenId(),
                person.displayName(),
                sealed,
                matter.type(),
                matter.content().strip(),
                matter.wish().strip(),
                stripped(matter.respondent()),
                stripped(matter.settledBy()),
                matter.people() == null ? 1 : matter.people(),
                unitsTakingPart(tx, point, command.levels() == null ? List.of() : command.levels()),
                command.language(),
                VisitState.WAITING,
                now,
                null,
                null,
                null,
                null);
    }

    private List<String> unitsTakingPart(Handle tx, Point point, List<Level> levels) {
        Set<Level> asked = Set.copyOf(levels);
        List<String> units = new ArrayList<>();
        for (Unit unit : points.unitAndAbove(tx, point.unit().id())) {
            boolean own = unit.id().equals(point.unit().id());
            boolean province = unit.kind() == UnitKind.PROVINCE && asked.contains(Level.PROVINCE);
            boolean central = unit.kind() == UnitKind.CENTRAL && asked.contains(Level.CENTRAL);
            if (own || province || central) units.add(unit.id());
        }
        return units;
    }

    private static Map<String, String> missing(Command command) {
        Map<String, String> missing = new LinkedHashMap<>();
        CitizenDetails citizen = command.citizen();
        if (citizen.name().isBlank()) missing.put("citizen.name", "required");
        if (citizen.address().isBlank()) missing.put("citizen.address", "required");
        if (citizen.idKind() != IdentityPaper.NONE
                && (citizen.idNumber() == null || citizen.idNumber().isBlank())) {
            missing.put("citizen.idNumber", "required");
        }
        if (command.matter().content().isBlank()) missing.put("matter.content", "required");
        if (command.matter().wish().isBlank()) missing.put("matter.wish", "required");
        return missing;
    }

    private static CitizenDetails stripped(CitizenDetails citizen) {
        return new CitizenDetails(
                citizen.name().strip(),
                citizen.address().strip(),
                citizen.idKind(),
                citizen.idKind() == IdentityPaper.NONE ? null : stripped(citizen.idNumber()),
                stripped(citizen.phone()));
    }

    private static String stripped(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
