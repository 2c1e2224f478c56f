package org.kachehri.scheduler.readiness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.readiness.Finding.Verdict;

/** A technician signs for a room: what people and devices found there, and what only the server knows. */
final class CheckRoom {
    /** Recordings of several points are put beside each other by their clocks; more is heard as an echo in the room. */
    private static final Duration SAME_TIME = Duration.ofSeconds(2);

    private static final Duration NEARLY = Duration.ofSeconds(30);

    /** A day of receptions; below it the operator has hours to act. */
    private static final long DAY_HOURS = 8;

    private final CheckStore store;
    private final RecorderSpace space;
    private final AuditLog audit;
    private final Clock clock;

    CheckRoom(CheckStore store, RecorderSpace space, AuditLog audit, Clock clock) {
        this.store = store;
        this.space = space;
        this.audit = audit;
        this.clock = clock;
    }

    /** As the protocol's {@code CheckRoom}. */
    record Command(Instant deviceTime, List<Finding> findings) {}

    /** What came of it. */
    sealed interface Outcome {
        record Checked(RoomCheck check) implements Outcome {}

        /** Something that has to be looked at wasn't, or was twice. */
        record Incomplete(Item item) implements Outcome {}
    }

    Outcome check(Handle tx, SignedIn who, Room room, Command command) {
        Instant now = clock.instant();
        Map<Item, Finding> found = new EnumMap<>(Item.class);
        for (Finding finding : command.findings()) {
            if (!finding.item().isReported() || found.containsKey(finding.item())) {
                return new Outcome.Incomplete(finding.item());
            }
            found.put(finding.item(), new Finding(finding.item(), finding.verdict(), note(finding)));
        }
        for (Item item : Item.values()) {
            if (item.isReported() && !found.containsKey(item)) return new Outcome.Incomplete(item);
        }
        Duration off = Duration.between(command.deviceTime(), now);
        found.put(Item.CLOCK, new Finding(Item.CLOCK, clock(off.abs()), off.toMillis() + " ms"));
        long hours = space.hours();
        found.put(Item.RECORDER_SPACE, new Finding(Item.RECORDER_SPACE, space(hours), hours + " h"));
        RoomCheck check = new RoomCheck(
                UUID.randomUUID().toString(), room.id(), now, who.name(), new ArrayList<>(found.values()));
        store.insert(tx, check, who.officialId());
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "CHECK_ROOM", room.id())
                        .with(Map.of("score", Integer.toString(check.score()))));
        return new Outcome.Checked(check);
    }

    private static Verdict clock(Duration off) {
        if (off.compareTo(SAME_TIME) <= 0) return Verdict.GOOD;
        return off.compareTo(NEARLY) <= 0 ? Verdict.POOR : Verdict.FAILED;
    }

    private static Verdict space(long hours) {
        if (hours >= DAY_HOURS) return Verdict.GOOD;
        return hours > 0 ? Verdict.POOR : Verdict.FAILED;
    }

    private static String note(Finding finding) {
        return finding.note() == null ? "" : finding.note().strip();
    }
}
