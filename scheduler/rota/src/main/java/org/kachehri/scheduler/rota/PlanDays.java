package org.kachehri.scheduler.rota;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;

/** Sets a leader's rule from a day on; the days before stay as they were. */
public final class PlanDays {
    /** History may be written down when a leader's first rule is set, not further back than this. */
    private static final int EARLIEST_MONTHS = 24;

    private static final int LATEST_MONTHS = 12;

    /** @param recurrence the recurrence rule of RFC 5545, e.g. {@code FREQ=MONTHLY;BYDAY=1TU,3TU} */
    public record Command(
            String postId, String recurrence, LocalDate from, LocalTime begins, LocalTime ends, Form form) {}

    public sealed interface Outcome {
        record Planned() implements Outcome {}

        record NoSuchLeader() implements Outcome {}

        record NotARule() implements Outcome {}

        record EndsBeforeItBegins() implements Outcome {}

        /** A rule in force is replaced from tomorrow on at the earliest, so that nothing that was due vanishes. */
        record WrongBeginning(LocalDate earliest, LocalDate latest) implements Outcome {}
    }

    private final Leaders leaders;
    private final RotaStore store;
    private final AuditLog audit;
    private final Clock clock;

    PlanDays(Leaders leaders, RotaStore store, AuditLog audit, Clock clock) {
        this.leaders = leaders;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    public Outcome plan(Handle tx, SignedIn who, String unitId, Command command) {
        Optional<Leaders.Leader> leader =
                leaders.find(tx, unitId, command.postId()).filter(one -> unitId.equals(who.unitId()));
        if (leader.isEmpty()) return new Outcome.NoSuchLeader();
        Optional<Recurrence> recurrence = Recurrence.parse(command.recurrence());
        if (recurrence.isEmpty()) return new Outcome.NotARule();
        if (!command.ends().isAfter(command.begins())) return new Outcome.EndsBeforeItBegins();
        store.lock(tx, command.postId());
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), leader.get().unit().zone());
        boolean first = store.rules(tx, command.postId()).isEmpty();
        LocalDate earliest = first ? today.minusMonths(EARLIEST_MONTHS) : today.plusDays(1);
        LocalDate latest = today.plusMonths(LATEST_MONTHS);
        if (command.from().isBefore(earliest) || command.from().isAfter(latest)) {
            return new Outcome.WrongBeginning(earliest, latest);
        }
        RotaRule rule = new RotaRule(
                command.from(), recurrence.get(), command.begins(), command.ends(), command.form(), clock.instant());
        store.add(tx, command.postId(), rule, who.post().id());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "PLAN_ROTA", command.postId())
                        .with(Map.of(
                                "recurrence",
                                recurrence.get().toString(),
                                "from",
                                command.from().toString())));
        return new Outcome.Planned();
    }
}
