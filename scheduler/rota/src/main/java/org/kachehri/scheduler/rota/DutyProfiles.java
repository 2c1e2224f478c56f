package org.kachehri.scheduler.rota;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kachehri.platform.http.Json;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Unit;

/** All dated orders about leaders' reception days. Immutable. */
record DutyProfiles(List<DutyProfile> profiles) {
    DutyProfiles {
        profiles = profiles.stream()
                .sorted(Comparator.comparing(DutyProfile::validFrom))
                .toList();
    }

    static DutyProfiles read() {
        try (InputStream file = DutyProfiles.class.getResourceAsStream("/rota/duties.json")) {
            return new DutyProfiles(Json.mapper().readValue(file, new TypeReference<List<DutyProfile>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("The rota's duties can't be read", e);
        }
    }

    /** The order in force on that day; empty where no law asks for reception days. */
    Optional<DutyProfile> on(Country country, LocalDate day) {
        return profiles.stream()
                .filter(profile ->
                        profile.country() == country && !profile.validFrom().isAfter(day))
                .reduce((earlier, later) -> later);
    }

    Optional<Duty> of(Unit unit, LocalDate day) {
        return on(unit.country(), day).flatMap(profile -> profile.of(unit.kind()));
    }
}
