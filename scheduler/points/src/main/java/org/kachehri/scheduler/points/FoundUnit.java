package org.kachehri.scheduler.points;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Words;

/** A new unit in the tree, with a point and a room where citizens are received there. */
public final class FoundUnit {
    /** Below a district nothing begins any more: since 1 July 2025 it is history. */
    private static final Map<UnitKind, Set<UnitKind>> BELOW = Map.of(
            UnitKind.CENTRAL, Set.of(UnitKind.PROVINCE, UnitKind.DEPARTMENT, UnitKind.MOBILE),
            UnitKind.PROVINCE, Set.of(UnitKind.COMMUNE, UnitKind.DEPARTMENT, UnitKind.DISTRICT_HIST, UnitKind.MOBILE),
            UnitKind.COMMUNE, Set.of(UnitKind.DEPARTMENT, UnitKind.MOBILE),
            UnitKind.DEPARTMENT, Set.of(),
            UnitKind.DISTRICT_HIST, Set.of(),
            UnitKind.MOBILE, Set.of());

    /** Ids stand in addresses; room for a number behind the name. */
    private static final int LONGEST_ID = 36;

    private static final int SEATS = 6;

    private final PointStore store;

    public FoundUnit(PointStore store) {
        this.store = store;
    }

    record Command(String parentId, UnitKind kind, Words name, Country country) {}

    sealed interface Outcome {
        record Founded(Unit unit) implements Outcome {}

        /** No unit of this kind below one of that. */
        record WrongLevel() implements Outcome {}

        record NoParent() implements Outcome {}
    }

    Outcome found(Handle tx, Command command) {
        Optional<Unit> parent = store.unit(tx, command.parentId());
        if (parent.isEmpty()) {
            return new Outcome.NoParent();
        }
        if (!BELOW.get(parent.get().kind()).contains(command.kind())) {
            return new Outcome.WrongLevel();
        }
        return new Outcome.Founded(put(tx, command, parent));
    }

    /** The first unit of a system that has none. */
    public Unit foundTop(Handle tx, Words name, Country country) {
        return put(tx, new Command(null, UnitKind.CENTRAL, name, country), Optional.empty());
    }

    private Unit put(Handle tx, Command command, Optional<Unit> parent) {
        Country country = command.country();
        boolean same = parent.filter(one -> one.country() == country).isPresent();
        Unit unit = new Unit(
                freeId(tx, command.name()),
                command.kind(),
                command.parentId(),
                command.name(),
                same ? parent.get().zone() : country.zone(),
                country,
                same ? parent.get().ruleProfile() : country.ruleProfile());
        store.put(tx, unit);
        if (unit.kind() != UnitKind.DISTRICT_HIST) {
            store.put(tx, new Point(unit.id(), unit, unit.name(), null));
            store.put(tx, new Room(unit.id() + "-1", unit.id(), "1", SEATS));
        }
        return unit;
    }

    /** Of the English name's letters: {@code yen-hoa}, and a number where there is one already. */
    private String freeId(Handle tx, Words name) {
        String letters = Normalizer.normalize(name.en().replace('đ', 'd').replace('Đ', 'D'), Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String stem = letters.isEmpty() ? "unit" : letters.substring(0, Math.min(letters.length(), LONGEST_ID));
        String id = stem;
        for (int number = 2; store.unit(tx, id).isPresent(); number++) {
            id = stem + "-" + number;
        }
        return id;
    }
}
