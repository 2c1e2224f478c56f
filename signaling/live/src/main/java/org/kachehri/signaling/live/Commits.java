package org.kachehri.signaling.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.signaling.reception.Effect;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.ReceptionFacts;
import org.kachehri.signaling.reception.Seat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one reception: its state, the queue's, the events and the audit log in one transaction. What had to be done while the
 * database was away is owed and written with the next transaction that succeeds. Owned by the reception's thread.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** Two lines for each mute or pause; a chair who gives 500 orders while the database is away has another problem. */
    private static final int MOST_OWED = 1_000;

    /** How a commit ended. */
    enum Outcome {
        COMMITTED,
        /** The database can't be reached; nothing was written. */
        AWAY,
        /** Somebody else writes this reception; what we have is old. */
        OVERTAKEN
    }

    /** Event of other modules' interest. */
    record ReceptionEvent(String receptionId, String visitId, String pointId, String code) {}

    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Surroundings around;
    private final List<Effect> owed = new ArrayList<>();
    private long committedRevision;

    Commits(Surroundings around, long committedRevision) {
        this.around = around;
        this.committedRevision = committedRevision;
    }

    Outcome commit(Reception next, List<Effect> effects) {
        List<Effect> all = new ArrayList<>(owed);
        all.addAll(effects);
        try {
            around.transactions().act(tx -> write(tx, next, all));
            committedRevision = next.revision();
            owed.clear();
            return Outcome.COMMITTED;
        } catch (Overtaken e) {
            LOG.error(
                    "reception {} was written by somebody else since revision {}",
                    next.facts().id(),
                    committedRevision,
                    e);
            return Outcome.OVERTAKEN;
        } catch (JdbiException e) {
            LOG.warn(
                    "reception {} can't be written, the database is away",
                    next.facts().id(),
                    e);
            return Outcome.AWAY;
        }
    }

    /** Keeps what could not be written for the next transaction; false when too much is owed already. */
    boolean owe(List<Effect> effects) {
        if (owed.size() + effects.size() > MOST_OWED) return false;
        owed.addAll(effects);
        return true;
    }

    boolean owesNothing() {
        return owed.isEmpty();
    }

    private void write(Handle tx, Reception next, List<Effect> effects) {
        if (!around.store().save(tx, next, committedRevision)) throw new Overtaken();
        ReceptionFacts facts = next.facts();
        for (Effect effect : effects) {
            if (effect instanceof Effect.EnterRoom enter
                    && enter.seat().equals(next.seats().all().getFirst().id())) {
                around.visits().inRoom(tx, facts.visitId());
            }
            if (effect instanceof Effect.SealRecording) around.visits().done(tx, facts.visitId());
            if (effect instanceof Effect.Announced announced) {
                around.outbox()
                        .publish(
                                tx,
                                announced.event(),
                                facts.id(),
                                new ReceptionEvent(facts.id(), facts.visitId(), facts.pointId(), facts.code()));
            }
        }
        // The end of the chain is locked until the transaction ends, so the audit comes last.
        for (Effect effect : effects) {
            if (effect instanceof Effect.Logged logged) around.audit().write(tx, entry(next, logged));
        }
    }

    private static AuditEntry entry(Reception reception, Effect.Logged logged) {
        Seat by =
                logged.by() == null ? null : reception.seats().seat(logged.by()).orElse(null);
        String actor = by == null
                ? "system"
                : by.person().key().substring(by.person().key().indexOf(':') + 1);
        String post = by == null ? null : by.person().postId();
        Map<String, String> detail = logged.subject() == null ? Map.of() : Map.of("subject", logged.subject());
        return new AuditEntry(actor, post, logged.action(), reception.facts().id(), logged.reason(), detail);
    }
}
