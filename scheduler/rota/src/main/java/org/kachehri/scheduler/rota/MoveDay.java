package org.kachehri.scheduler.rota;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;

/** Moves one reception day to another, with a reason that everybody may read. */
public final class MoveDay {
    /** @param planned names the day, see {@link ReceptionDay} */
    public record Command(String postId, LocalDate planned, LocalDate to, String reason) {}

    public sealed interface Outcome {
        record Moved() implements Outcome {}

        record NoSuchDay() implements Outcome {}

        /** Held already, or its day is over. */
        record Over() implements Outcome {}

        /** Not before today, not further than {@link LeaderDays#FURTHEST_MOVE_DAYS} from where it was planned. */
        record TooFar() implements Outcome {}

        record OfficesClosed() implements Outcome {}

        record Taken() implements Outcome {}
    }

    private final Leaders leaders;
    private final RotaStore store;
    private final AuditLog audit;
    private final Clock clock;

    MoveDay(Leaders leaders, RotaStore store, AuditLog audit, Clock clock) {
        this.leaders = leaders;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    public Outcome move(Handle tx, SignedIn who, String unitId, Command command) {
        Optional<Leaders.Leader> leader =
                leaders.find(tx, unitId, command.postId()).filter(one -> unitId.equals(who.unitId()));
        if (leader.isEmpty()) return new Outcome.NoSuchDay();
        store.lock(tx, command.postId());
        LeaderDays days = leaders.days(tx, leader.get());
        Optional<ReceptionDay> day = days.planned(command.planned());
        if (day.isEmpty()) return new Outcome.NoSuchDay();
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), leader.get().unit().zone());
        if (day.get().held() != null || day.get().day().isBefore(today)) return new Outcome.Over();
        LocalDate to = command.to();
        if (to.isBefore(today)
                || Math.abs(ChronoUnit.DAYS.between(command.planned(), to)) > LeaderDays.FURTHEST_MOVE_DAYS) {
            return new Outcome.TooFar();
        }
        if (!days.isOpen(to, day.get().rule())) return new Outcome.OfficesClosed();
        if (!days.between(to, to).isEmpty()) return new Outcome.Taken();
        LeaderDays.Move move = new LeaderDays.Move(command.planned(), to, command.reason(), clock.instant());
        store.add(tx, command.postId(), move, who.post().id());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "MOVE_ROTA_DAY", command.postId())
                        .because(command.reason())
                        .with(Map.of("planned", command.planned().toString(), "to", to.toString())));
        return new Outcome.Moved();
    }
}
