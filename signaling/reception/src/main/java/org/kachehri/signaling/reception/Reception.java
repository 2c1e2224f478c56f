package org.kachehri.signaling.reception;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.identity.people.Role;

/**
 * One live reception as a value: {@code apply(message, now)} gives the next one and what must be done for it, or a refusal that
 * changes nothing. No clock, no thread, no I/O. What can happen to it is told by {@link Entrance} (who is where),
 * {@link Proceedings} (how far it is) and {@link FloorOrders} (who speaks); what the bridge and the recorder must do is the
 * difference of two receptions ({@link Consequences}).
 *
 * <p>Kept at every step: live only under a recorder lease; nobody of the citizen's side in the room before the notice of
 * recording was acknowledged; floor and hands only in the room; nothing is written while paused or off the record.
 */
public record Reception(
        ReceptionFacts facts, Stage stage, Seats seats, Floor floor, RecordingOrder recording, long revision) {

    /** A registered citizen's reception: the citizen's seat is {@code p1} and empty until their screen says hello. */
    public static Reception checkIn(ReceptionFacts facts, Person citizen, Instant now) {
        Seats seats = new Seats(List.of());
        Seat first = Seat.empty(seats.nextId(), citizen, now);
        Stage stage = new Stage(ReceptionState.CHECK_IN, now, null, null, null);
        return new Reception(facts, stage, seats.with(first), Floor.FREE, RecordingOrder.NONE, 0);
    }

    /** Applies one message. An unchanged reception comes back as the same object, without effects. */
    public Step apply(Message message, Instant now) {
        Step step =
                switch (message) {
                    case Message.Arrived arrived -> Entrance.arrive(this, arrived.person(), now);
                    case Message.SocketLost lost -> Entrance.socketLost(this, lost.seat(), now);
                    case Message.MediaLost lost -> Entrance.media(this, lost.seat(), now);
                    case Message.MediaConnected connected -> Entrance.media(this, connected.seat(), null);
                    case Message.Switched switched -> Entrance.switched(this, switched);
                    case Message.CitizenPrepared prepared -> Entrance.prepared(this, prepared, now);
                    case Message.Tick ignored -> Proceedings.tick(this, now);
                    case Message.Command command -> command(command, now);
                    case Message.RecorderLost lost -> Proceedings.recorderLost(this, lost.detail(), now);
                    case Message.RecordingFinished ignored -> Proceedings.recordingFinished(this, now);
                    case Message.Restarted ignored -> Proceedings.restarted(this, now);
                    case Message.Concluded concluded -> Proceedings.concluded(this, concluded.ticketId(), now);
                };
        return switch (step) {
            case Step.Applied applied -> withConsequences(applied);
            case Step.Refused refused -> refused;
        };
    }

    /** True when this command can only be carried out with a recorder lease: ask for one first and put it into the command. */
    public boolean needsRecorder(Message.Command command) {
        boolean wants =
                switch (command.action()) {
                    case START -> true;
                    case RESUME -> !recording.leased();
                    case ADMIT,
                            RETURN,
                            PAUSE,
                            CLOSE,
                            GIVE_FLOOR,
                            TAKE_FLOOR,
                            RAISE_HAND,
                            LOWER_HAND,
                            MUTE,
                            UNMUTE,
                            OFF_RECORD,
                            ON_RECORD,
                            CALL_FOR_HELP,
                            SHARE_DOCUMENT,
                            SHARE_SCREEN,
                            WRITE_MINUTES,
                            CONCLUDE -> false;
                };
        return wants && refusal(command).isEmpty();
    }

    /** Why this seat's role may not act so, whatever the state; empty when it may. */
    public Optional<Step.Refused> roleRefusal(String seat, RoomAction action) {
        boolean may = seats.seat(seat)
                .filter(known -> Rights.may(known.person().role(), action))
                .isPresent();
        return may
                ? Optional.empty()
                : Optional.of(new Step.Refused(RefusalCode.NOT_ALLOWED, Rights.whoMay(action), action.word()));
    }

    /** True while media may be forwarded. */
    public boolean flows() {
        return stage.state() == ReceptionState.LIVE;
    }

    /** True while what is forwarded is also written. */
    public boolean written() {
        return flows() && recording.leased() && !recording.offRecord();
    }

    /** What this seat sees now, with what it may do. */
    public Snapshot snapshotFor(String seat) {
        return Snapshot.of(this, seat);
    }

    /** True when only somebody of the citizen's side, not an official, sits here. */
    static boolean citizenSide(Role role) {
        return switch (role) {
            case CITIZEN, REPRESENTATIVE, AGENT, LAWYER -> true;
            case CHAIR,
                    RECEIVER,
                    SECRETARY,
                    TECH,
                    SPECIALIST,
                    INTERPRETER,
                    OBSERVER,
                    SECURITY,
                    INSPECTOR,
                    ARCHIVIST,
                    DPO,
                    ADMIN -> false;
        };
    }

    private Step command(Message.Command command, Instant now) {
        Optional<Step.Refused> refusal = refusal(command);
        if (refusal.isPresent()) return refusal.get();
        return switch (command.action()) {
            case ADMIT, RETURN -> Entrance.command(this, command, now);
            case START, PAUSE, RESUME, CLOSE, OFF_RECORD, ON_RECORD, CALL_FOR_HELP ->
                Proceedings.command(this, command, now);
            case GIVE_FLOOR, TAKE_FLOOR, RAISE_HAND, LOWER_HAND, MUTE, UNMUTE ->
                FloorOrders.command(this, command, now);
            case SHARE_DOCUMENT, SHARE_SCREEN -> Step.Refused.of(RefusalCode.OUT_OF_ORDER, "done by publishing");
            case WRITE_MINUTES, CONCLUDE -> Step.Refused.of(RefusalCode.OUT_OF_ORDER, "asked over HTTP");
        };
    }

    /** The checks all commands share: a seat that asks, the policy table, the state, a target that exists, a reason. */
    private Optional<Step.Refused> refusal(Message.Command command) {
        Optional<Seat> asking = seats.seat(command.by());
        if (asking.isEmpty()) return Optional.of(Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT));
        Role role = asking.get().person().role();
        if (!Rights.may(role, command.action())) {
            return Optional.of(new Step.Refused(RefusalCode.NOT_ALLOWED, Rights.whoMay(command.action()), null));
        }
        if (command.action() == RoomAction.START && stage.state() == ReceptionState.CHECK_IN) {
            return Optional.of(Step.Refused.of(RefusalCode.NOTICE_NOT_ACKNOWLEDGED));
        }
        if (!Rights.stateAllows(this, command.action())) {
            return Optional.of(
                    Step.Refused.of(RefusalCode.WRONG_STATE, stage.state().name()));
        }
        if (command.target() != null && seats.seat(command.target()).isEmpty()) {
            return Optional.of(Step.Refused.of(RefusalCode.NO_SUCH_PARTICIPANT));
        }
        boolean reasoned = command.action() == RoomAction.PAUSE || command.action() == RoomAction.OFF_RECORD;
        if (reasoned && (command.reason() == null || command.reason().isBlank())) {
            return Optional.of(Step.Refused.of(RefusalCode.REASON_MISSING));
        }
        return Optional.empty();
    }

    private Step.Applied withConsequences(Step.Applied applied) {
        Reception after = applied.reception();
        List<Effect> effects = new ArrayList<>(Consequences.between(this, after));
        effects.addAll(applied.effects());
        if (after.equals(this)) return new Step.Applied(this, effects);
        return new Step.Applied(
                new Reception(after.facts, after.stage, after.seats, after.floor, after.recording, revision + 1),
                effects);
    }

    Reception with(Stage next) {
        return new Reception(facts, next, seats, floor, recording, revision);
    }

    Reception with(Seats next) {
        return new Reception(facts, stage, next, floor, recording, revision);
    }

    Reception with(Seat changed) {
        return with(seats.with(changed));
    }

    Reception with(Floor next) {
        return new Reception(facts, stage, seats, next, recording, revision);
    }

    Reception with(RecordingOrder next) {
        return new Reception(facts, stage, seats, floor, next, revision);
    }
}
