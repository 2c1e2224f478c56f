package org.kachehri.scheduler.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Person;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.queue.RegisterVisit.Command;
import org.kachehri.scheduler.queue.RegisterVisit.Level;
import org.kachehri.scheduler.queue.RegisterVisit.Matter;

/** Takes down who comes to a point with what, whether they are heard today or have an appointment. */
public final class Intake {
    private final PointStore points;
    private final Citizens citizens;

    Intake(PointStore points, Citizens citizens) {
        this.points = points;
        this.citizens = citizens;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** @param units that take part, lowest first */
        record Taken(Point point, Person person, Matter matter, List<String> units, Language language)
                implements Outcome {}

        /** The point isn't there, or isn't of the official's unit or one below it. */
        record NotYourPoint() implements Outcome {}

        /** @param fields which field and what is missing */
        record Incomplete(Map<String, String> fields) implements Outcome {}
    }

    /** A denouncer's identity is sealed here, before anything else is written about them. */
    public Outcome take(Handle tx, SignedIn who, Command command) {
        Optional<Point> point = points.point(tx, command.pointId());
        if (point.isEmpty()
                || !points.unitAndBelow(tx, who.unitId())
                        .contains(point.get().unit().id())) {
            return new Outcome.NotYourPoint();
        }
        Map<String, String> missing = missing(command);
        if (!missing.isEmpty()) return new Outcome.Incomplete(missing);
        CitizenDetails citizen = stripped(command.citizen());
        Person person = command.matter().type() == CaseType.DENUNCIATION
                ? citizens.registerProtected(tx, citizen)
                : citizens.register(tx, citizen);
        List<Level> levels = command.levels() == null ? List.of() : command.levels();
        return new Outcome.Taken(
                point.get(),
                person,
                stripped(command.matter()),
                unitsTakingPart(tx, point.get(), levels),
                command.language());
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

    private static Matter stripped(Matter matter) {
        return new Matter(
                matter.type(),
                matter.content().strip(),
                matter.wish().strip(),
                stripped(matter.respondent()),
                stripped(matter.settledBy()),
                matter.people() == null ? 1 : matter.people());
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
