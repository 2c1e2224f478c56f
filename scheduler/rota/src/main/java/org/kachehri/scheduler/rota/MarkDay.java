package org.kachehri.scheduler.rota;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;

/** Says that a reception day was held, and how. Said again it is corrected; both stay on record. */
public final class MarkDay {
    /** @param planned names the day, see {@link ReceptionDay} */
    public record Command(String postId, LocalDate planned, Held held) {}

    public sealed interface Outcome {
        record Marked() implements Outcome {}

        record NoSuchDay() implements Outcome {}

        record NotYet() implements Outcome {}
    }

    private final Leaders leaders;
    private final RotaStore store;
    private final AuditLog audit;
    private final Clock clock;

    MarkDay(Leaders leaders, RotaStore store, AuditLog audit, Clock clock) {
        this.leaders = leaders;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    public Outcome mark(Handle tx, SignedIn who, String unitId, Command command) {
        Optional<Leaders.Leader> leader =
                leaders.find(tx, unitId, command.postId()).filter(one -> unitId.equals(who.unitId()));
        if (leader.isEmpty()) return new Outcome.NoSuchDay();
        store.lock(tx, command.postId());
        Optional<ReceptionDay> day = leaders.days(tx, leader.get()).planned(command.planned());
        if (day.isEmpty()) return new Outcome.NoSuchDay();
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), leader.get().unit().zone());
        if (day.get().day().isAfter(today)) return new Outcome.NotYet();
        LeaderDays.Mark mark = new LeaderDays.Mark(command.planned(), day.get().day(), command.held(), clock.instant());
        store.add(tx, command.postId(), mark, who.post().id());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "MARK_ROTA_DAY", command.postId())
                        .with(Map.of(
                                "planned",
                                command.planned().toString(),
                                "held",
                                command.held().name())));
        return new Outcome.Marked();
    }
}
