package org.kachehri.signaling.reception;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How far the reception is: start, pause, off the record, close, and what happens afterwards. */
final class Proceedings {
    /** The reason shown while the room stands still because nothing can be written. */
    static final String RECORDER_LOST = "recorder";

    static final String RESTARTED = "restart";

    /** Nothing is said in an interrupted reception. What was said before it shall not lie unsealed until somebody remembers. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(30);

    private Proceedings() {}

    static Step command(Reception reception, Message.Command command, Instant now) {
        return switch (command.action()) {
            case START, RESUME -> live(reception, command, now);
            case PAUSE ->
                done(
                        reception.with(reception.stage().to(ReceptionState.PAUSED, now, command.reason())),
                        command,
                        "pause");
            case CLOSE -> close(reception, command, now);
            case OFF_RECORD -> done(reception.with(reception.recording().off(command.reason())), command, "offRecord");
            case ON_RECORD -> done(reception.with(reception.recording().on()), command, "onRecord");
            case CALL_FOR_HELP -> done(reception, command, "help");
            case ADMIT,
                    RETURN,
                    GIVE_FLOOR,
                    TAKE_FLOOR,
                    RAISE_HAND,
                    LOWER_HAND,
                    MUTE,
                    UNMUTE,
                    SHARE_DOCUMENT,
                    SHARE_SCREEN,
                    WRITE_MINUTES,
                    CONCLUDE -> throw new IllegalArgumentException(command.action() + " is no proceeding");
        };
    }

    /** Nobody is live without a recorder lease: a new one came with the command, or one is held since before the pause. */
    private static Step live(Reception reception, Message.Command command, Instant now) {
        RecordingOrder order = reception.recording();
        if (!order.leased()) {
            if (command.leaseId() == null) return Step.Refused.of(RefusalCode.NO_RECORDER);
            order = order.withLease(command.leaseId());
        }
        Reception next = reception
                .with(reception.stage().to(ReceptionState.LIVE, now, null))
                .with(order);
        List<Effect> effects = new ArrayList<>();
        effects.add(note(command, command.action() == RoomAction.START ? "start" : "resume"));
        effects.add(Entrance.logged(command, null));
        if (command.action() == RoomAction.START) effects.add(new Effect.Announced("reception.started"));
        return new Step.Applied(next, effects);
    }

    private static Step close(Reception reception, Message.Command command, Instant now) {
        Reception next = reception
                .with(Floor.FREE)
                .with(RecordingOrder.NONE)
                .with(reception.stage().to(ReceptionState.CLOSING, now, null));
        return new Step.Applied(
                next,
                List.of(
                        note(command, "close"),
                        Entrance.logged(command, null),
                        new Effect.Announced("reception.closed")));
    }

    /** An interrupted reception to which nobody came back, or which everybody left again, is closed, so that its recording is sealed. */
    static Step tick(Reception reception, Instant now) {
        boolean alone = reception.stage().state() == ReceptionState.INTERRUPTED
                && !now.isBefore(reception.stage().since().plus(LEFT_ALONE))
                && reception.seats().all().stream().allMatch(seat -> seat.place() == Place.ABSENT);
        if (!alone) return Entrance.tick(reception, now);
        Reception next = reception
                .with(Floor.FREE)
                .with(RecordingOrder.NONE)
                .with(reception.stage().to(ReceptionState.CLOSING, now, null));
        return new Step.Applied(
                next,
                List.of(
                        new Effect.Logged(
                                "leftAlone", null, null, reception.stage().reason()),
                        new Effect.Announced("reception.closed")));
    }

    static Step recorderLost(Reception reception, String detail, Instant now) {
        if (!reception.recording().leased()) return Entrance.unchanged(reception);
        Reception next = reception.with(reception.recording().withLease(null));
        if (reception.stage().state() == ReceptionState.LIVE
                || reception.stage().state() == ReceptionState.PAUSED) {
            next = next.with(reception.stage().to(ReceptionState.PAUSED, now, RECORDER_LOST));
        }
        return new Step.Applied(
                next,
                List.of(
                        new Effect.Note("recorderLost", null, detail),
                        new Effect.Logged("recorderLost", null, null, detail)));
    }

    static Step recordingFinished(Reception reception, Instant now) {
        if (reception.stage().state() != ReceptionState.CLOSING) return Entrance.unchanged(reception);
        return new Step.Applied(
                reception.with(reception.stage().to(ReceptionState.MINUTES_PENDING, now, null)),
                List.of(new Effect.Logged("recordingSealed", null, null, null)));
    }

    /**
     * After a restart no screen is connected and no recorder is held. People find their seats for five minutes from now; what was
     * live waits for the chair, because going on unrecorded is not ours to decide.
     */
    static Step restarted(Reception reception, Instant now) {
        Reception next = reception;
        for (Seat seat : reception.seats().all()) {
            if (seat.place() != Place.ABSENT)
                next = next.with(seat.mediaLost(null).socketLost(now));
        }
        next = next.with(next.recording().withLease(null));
        return switch (reception.stage().state()) {
            case LIVE, PAUSED ->
                new Step.Applied(
                        next.with(next.stage().to(ReceptionState.INTERRUPTED, now, RESTARTED)),
                        List.of(new Effect.Logged("interrupted", null, null, RESTARTED)));
            // Sealing begins again where it was broken off.
            case CLOSING -> new Step.Applied(next, List.of(new Effect.SealRecording()));
            case REQUESTED,
                    TRIAGED,
                    PREPARED,
                    SCHEDULED,
                    CHECK_IN,
                    READY,
                    MINUTES_PENDING,
                    CONCLUDED,
                    ARCHIVED,
                    REFUSED,
                    REFERRED,
                    POSTPONED,
                    CANCELLED,
                    INTERRUPTED -> new Step.Applied(next, List.of());
        };
    }

    static Step concluded(Reception reception, String ticketId, Instant now) {
        return switch (reception.stage().state()) {
            case MINUTES_PENDING, CLOSING ->
                new Step.Applied(
                        reception.with(reception.stage().to(ReceptionState.CONCLUDED, now, null)),
                        List.of(
                                new Effect.Logged("concluded", null, ticketId, null),
                                new Effect.Announced("reception.concluded"),
                                new Effect.Dismiss()));
            // The event may be delivered again.
            case CONCLUDED, ARCHIVED -> Entrance.unchanged(reception);
            case REQUESTED,
                    TRIAGED,
                    PREPARED,
                    SCHEDULED,
                    CHECK_IN,
                    READY,
                    LIVE,
                    PAUSED,
                    REFUSED,
                    REFERRED,
                    POSTPONED,
                    CANCELLED,
                    INTERRUPTED ->
                Step.Refused.of(
                        RefusalCode.WRONG_STATE, reception.stage().state().name());
        };
    }

    private static Step done(Reception next, Message.Command command, String note) {
        return new Step.Applied(
                next, List.of(new Effect.Note(note, command.by(), command.reason()), Entrance.logged(command, null)));
    }

    private static Effect.Note note(Message.Command command, String type) {
        return new Effect.Note(type, command.by(), command.reason());
    }
}
