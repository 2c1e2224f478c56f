package org.kachehri.recording.extracts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingState;

/** Asks for an extract: the order is checked against the recording and kept, and a second person is asked to agree. Any thread. */
final class AskExtract {
    /** Long enough to make it, hand it over, and once more if the stick was lost. */
    private static final Duration PERMISSION_LASTS = Duration.ofDays(7);

    record MaskWish(String peer, Mask.Voice voice) {}

    /** The protocol's NewExtract; lists and citizen may be absent. */
    record Command(
            long fromMillis,
            long toMillis,
            String reason,
            List<String> tracks,
            List<MaskWish> masked,
            Extract.Citizen citizen) {
        Command {
            tracks = tracks == null ? List.of() : List.copyOf(tracks);
            masked = masked == null ? List.of() : List.copyOf(masked);
        }
    }

    /** What became of it. */
    sealed interface Outcome {
        record Asked(Extract extract, Approval approval) implements Outcome {}

        record NoSuchRecording() implements Outcome {}

        /** Not sealed, destroyed, or its viewing copies aren't made. */
        record NotReady() implements Outcome {}

        record ReasonNeeded() implements Outcome {}

        record OutsideRecording(long durationMillis) implements Outcome {}

        /** The recording was interrupted all that time: by a pause, off the record, or without a recorder. */
        record NothingRecorded() implements Outcome {}

        record NoSuchTrack(String track) implements Outcome {}

        record NoSuchPerson(String peer) implements Outcome {}
    }

    private final Transactions transactions;
    private final Archive archive;
    private final Approvals approvals;
    private final ExtractStore store;
    private final Clock clock;

    AskExtract(Transactions transactions, Archive archive, Approvals approvals, ExtractStore store, Clock clock) {
        this.transactions = transactions;
        this.archive = archive;
        this.approvals = approvals;
        this.store = store;
        this.clock = clock;
    }

    Outcome ask(SignedIn who, String receptionId, Command command) throws IOException {
        Optional<ArchivedRecording> found = transactions.run(tx -> archive.recording(tx, who, receptionId));
        if (found.isEmpty()) {
            return new Outcome.NoSuchRecording();
        }
        ArchivedRecording recording = found.get();
        if (recording.manifestSha256().isEmpty()
                || recording.state() == RecordingState.DESTROYED
                || !recording.copiesReady()) {
            return new Outcome.NotReady();
        }
        String reason = command.reason().strip();
        if (reason.length() < 3) {
            return new Outcome.ReasonNeeded();
        }
        long duration = recording.durationMillis().orElseThrow();
        if (command.fromMillis() >= command.toMillis() || command.toMillis() > duration) {
            return new Outcome.OutsideRecording(duration);
        }
        Path sealed = archive.packageDirectory(receptionId);
        Path copies = archive.copiesDirectory(receptionId);
        if (new Interruptions(sealed, copies).fill(command.fromMillis(), command.toMillis())) {
            return new Outcome.NothingRecorded();
        }
        People people = new People(sealed, copies);
        for (String track : command.tracks()) {
            if (!people.holdsTrack(track)) {
                return new Outcome.NoSuchTrack(track);
            }
        }
        Map<String, Mask.Voice> wanted = command.masked().stream()
                .collect(Collectors.toMap(MaskWish::peer, MaskWish::voice, (one, other) -> one));
        Optional<Extract.Citizen> citizen = Optional.ofNullable(command.citizen());
        for (String peer : wanted.keySet()) {
            if (!people.holds(peer)) {
                return new Outcome.NoSuchPerson(peer);
            }
        }
        if (citizen.isPresent() && !people.holds(citizen.get().peer())) {
            return new Outcome.NoSuchPerson(citizen.get().peer());
        }
        List<Mask> masks =
                people.masks(wanted, recording.subject().protectedIdentity(), citizen.map(Extract.Citizen::peer));
        String id = UUID.randomUUID().toString();
        String code = recording.subject().code();
        String label = code + "  " + time(command.fromMillis()) + "–" + time(command.toMillis());
        return transactions.run(tx -> {
            Approval approval = approvals.ask(
                    tx,
                    who,
                    Action.EXPORT,
                    id,
                    label,
                    reason,
                    Set.of(recording.subject().point()),
                    PERMISSION_LASTS);
            Extract extract = new Extract(
                    id,
                    receptionId,
                    code,
                    approval.id(),
                    who.officialId(),
                    command.fromMillis(),
                    command.toMillis(),
                    command.tracks(),
                    masks,
                    citizen,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    Extract.Progress.ASKED,
                    Optional.empty(),
                    Optional.empty());
            store.ask(tx, extract);
            return new Outcome.Asked(extract, approval);
        });
    }

    private static String time(long millis) {
        Duration time = Duration.ofMillis(millis);
        return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
