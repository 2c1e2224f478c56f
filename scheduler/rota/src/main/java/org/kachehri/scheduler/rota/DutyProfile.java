package org.kachehri.scheduler.rota;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.UnitKind;

/**
 * What one dated legal order asks of leaders, as data ({@code rota/duties.json}). It counts until the next of its country begins.
 *
 * @param name e.g. {@code VN-2026-07}
 * @param validFrom the first of a month, so that no month has two rules
 */
record DutyProfile(String name, Country country, LocalDate validFrom, List<Duty> duties) {
    DutyProfile {
        if (validFrom.getDayOfMonth() != 1) {
            throw new IllegalArgumentException("The profile " + name + " doesn't begin with a month");
        }
        duties = List.copyOf(duties);
    }

    Optional<Duty> of(UnitKind kind) {
        return duties.stream().filter(duty -> duty.unit() == kind).findFirst();
    }
}
