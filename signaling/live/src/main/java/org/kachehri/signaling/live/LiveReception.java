package org.kachehri.signaling.live;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Policy;
import org.kachehri.platform.http.SocketConnection;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.kachehri.signaling.reception.Effect;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Place;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.RefusalCode;
import org.kachehri.signaling.reception.RoomAction;
import org.kachehri.signaling.reception.Seat;
import org.kachehri.signaling.reception.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reception that is in memory: its mailbox and the one virtual thread that drains it. For every letter: apply, one transaction,
 * then what has to be done, then the new state to every screen. Everything but {@link #post} belongs to that thread.
 */
final class LiveReception {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReception.class);

    /** 24 screens that each send 40 messages before one is answered; who is further ahead is told to try again. */
    private static final int MOST_LETTERS = 1_000;

    /** A minute at most is forgotten when the program dies. */
    private static final int TICKS_PER_KEEPING = 60;

    /** Every 5th tick of a second: twice as often as the protocol promises. */
    private static final int TICKS_PER_HEALTH = 5;

    private final Surroundings around;
    private final Consumer<LiveReception> ended;
    private final LinkedBlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private final Screens screens = new Screens();
    private final Commits commits;
    private final Stagehand stagehand;
    private final MediaLetters media;
    private final QualityBook qualities;
    private Reception reception;

    /** Who is heard most, as the bridge said last; null before anybody was. Not kept: after a restart the next voice counts. */
    private String speaker;

    private int ticks;
    private boolean closed;

    LiveReception(
            Reception stored, List<SeatQuality.Kept> measured, Surroundings around, Consumer<LiveReception> ended) {
        this.qualities = new QualityBook(measured);
        this.reception = stored;
        this.around = around;
        this.ended = ended;
        this.commits = new Commits(around, stored.revision());
        this.stagehand = new Stagehand(
                around,
                event -> postOwn(new Letter.FromBridge(event)),
                () -> postOwn(internal(new Message.RecordingFinished())),
                detail -> postOwn(internal(new Message.RecorderLost(detail))),
                () -> qualities.kept().stream().map(QualityBook::told).toList());
        this.media = new MediaLetters(stagehand);
    }

    String id() {
        return reception.facts().id();
    }

    void start() {
        letters.add(internal(new Message.Restarted()));
        Thread.ofVirtual().name("reception-" + id()).start(this::drain);
    }

    /** From any thread. False when this reception is no longer in memory, or its mailbox is full. */
    boolean post(Letter letter) {
        return letters.size() < MOST_LETTERS && postOwn(letter);
    }

    /** The lock only orders the last letter and the end of the thread; it is never held while waiting. */
    private synchronized boolean postOwn(Letter letter) {
        return !closed && letters.add(letter);
    }

    private synchronized boolean tryEnd() {
        if (!letters.isEmpty()) return false;
        closed = true;
        return true;
    }

    private static Letter internal(Message message) {
        return new Letter.Internal(message, new CompletableFuture<>());
    }

    private void drain() {
        try {
            while (!closed) {
                Letter letter = letters.take();
                try {
                    read(letter);
                } catch (RuntimeException e) {
                    LOG.error(
                            "reception {} could not take {}",
                            id(),
                            letter.getClass().getSimpleName(),
                            e);
                    if (letter instanceof Letter.Internal waiting)
                        waiting.outcome().completeExceptionally(e);
                    if (letter instanceof Letter.Command command) {
                        command.screen().send(Wire.notDone(command.id(), tryAgain()));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.accept(this);
        }
    }

    private void read(Letter letter) {
        switch (letter) {
            case Letter.Hello hello -> hello(hello);
            case Letter.Goodbye goodbye ->
                screens.seatOf(goodbye.screen()).ifPresent(seat -> {
                    screens.gone(seat);
                    step(new Message.SocketLost(seat), false);
                });
            case Letter.Command command -> command(command);
            case Letter.Publish publish ->
                seated(publish.screen()).ifPresent(seat -> media.publish(publish, seat, reception));
            case Letter.Subscribed subscribed ->
                seated(subscribed.screen()).ifPresent(seat -> media.subscribed(subscribed, seat));
            case Letter.View view -> seated(view.screen()).ifPresent(seat -> media.view(view, seat));
            case Letter.Restart restart -> seated(restart.screen()).ifPresent(media::restart);
            case Letter.Sending sending ->
                seated(sending.screen())
                        .ifPresent(seat -> step(new Message.Switched(seat, sending.purpose(), sending.on()), false));
            case Letter.Played played ->
                seated(played.screen())
                        .ifPresent(seat -> qualities.played(
                                seat,
                                played.spanMillis(),
                                played.frozenMillis(),
                                around.clock().instant()));
            case Letter.FromBridge bridge -> heard(bridge.event());
            case Letter.Internal internal ->
                internal.outcome().complete(step(internal.message(), !isFact(internal.message())));
            case Letter.MinutesChanged minutes -> screens.sendAll(seat -> Wire.minutesChanged(minutes.paragraphs()));
            case Letter.Tick ignored -> tick();
            case Letter.Stop stop -> stop(stop);
        }
    }

    /** What has happened whether it can be written or not. */
    private static boolean isFact(Message message) {
        return message instanceof Message.RecorderLost
                || message instanceof Message.RecordingFinished
                || message instanceof Message.Restarted;
    }

    private void hello(Letter.Hello hello) {
        Step.Applied arrived;
        Step step = reception.apply(
                new Message.Arrived(hello.person()), around.clock().instant());
        switch (step) {
            case Step.Refused refused -> {
                hello.screen().send(Wire.refused(refused.code().name(), refused.detail()));
                hello.screen()
                        .close(SocketConnection.POLICY_VIOLATION, refused.code().name());
                return;
            }
            case Step.Applied applied -> arrived = applied;
        }
        if (!commit(arrived, false)) {
            hello.screen().send(Wire.refused("TRY_AGAIN", null));
            hello.screen().close(SocketConnection.GOING_AWAY, "TRY_AGAIN");
            return;
        }
        reception = arrived.reception();
        String seat = reception.seats().of(hello.person().key()).orElseThrow().id();
        screens.take(seat, hello.screen());
        qualities.screenChanged(seat);
        hello.screen().send(Wire.welcome(seat, around.clock().instant(), around.turn(), reception.snapshotFor(seat)));
        if (speaker != null) hello.screen().send(Wire.speaker(speaker));
        stagehand.open(reception);
        // A new screen comes with new peer connections; those of the old one are of no use to it.
        stagehand.room().ifPresent(room -> room.release(seat));
        stagehand.perform(reception, arrived.effects());
        screens.sendAll(other -> Wire.state(reception.snapshotFor(other)));
    }

    private void command(Letter.Command letter) {
        Optional<String> seat = screens.seatOf(letter.screen());
        if (seat.isEmpty()) {
            letter.screen().send(Wire.refused("OUT_OF_ORDER", "no hello"));
            return;
        }
        Message.Command command =
                new Message.Command(seat.get(), letter.action(), letter.target(), letter.reason(), null);
        if (reception.needsRecorder(command)) {
            switch (stagehand.lease(id())) {
                case Recorder.LeaseOutcome.Granted granted ->
                    command = new Message.Command(
                            seat.get(),
                            letter.action(),
                            letter.target(),
                            letter.reason(),
                            granted.lease().id());
                case Recorder.LeaseOutcome.Refused refused -> {
                    LOG.warn("no recorder for reception {}: {} {}", id(), refused.reason(), refused.detail());
                    letter.screen()
                            .send(Wire.notDone(
                                    letter.id(),
                                    new Step.Refused(
                                            RefusalCode.NO_RECORDER,
                                            null,
                                            refused.reason().name())));
                    return;
                }
            }
        }
        // Silence can't wait for a database.
        boolean urgent = letter.action() == RoomAction.MUTE || letter.action() == RoomAction.PAUSE;
        Step step = step(command, !urgent);
        stagehand.returnUnused();
        letter.screen()
                .send(
                        switch (step) {
                            case Step.Applied ignored -> Wire.done(letter.id());
                            case Step.Refused refused -> Wire.notDone(letter.id(), refused);
                        });
    }

    private void heard(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.SubscribeOffer offer -> screens.send(offer.participant(), Wire.subscribe(offer));
            case BridgeEvent.LayersNeeded needed -> screens.send(needed.participant(), Wire.layers(needed));
            case BridgeEvent.Speaking speaking -> {
                speaker = speaking.participant();
                screens.sendAll(seat -> Wire.speaker(speaker));
            }
            case BridgeEvent.MediaConnected connected ->
                step(new Message.MediaConnected(connected.participant()), false);
            case BridgeEvent.MediaLost lost -> step(new Message.MediaLost(lost.participant()), false);
            case BridgeEvent.LineMeasured measured ->
                qualities.line(measured, around.clock().instant());
        }
    }

    private void tick() {
        step(new Message.Tick(), false);
        if (!commits.owesNothing()) commits.commit(reception, List.of());
        stagehand.mend();
        if (++ticks % TICKS_PER_HEALTH == 0) {
            stagehand.health().ifPresent(this::recorder);
        }
        if (ticks % QualityBook.SECONDS_A_SAMPLE == 0) measure();
        if (ticks % TICKS_PER_KEEPING == 0 && reception.flows()) keepQuality();
        if (idle() && tryEnd()) LOG.debug("reception {} leaves the memory", id());
    }

    private void measure() {
        List<SeatQuality.Now> now = qualities.sample(reception, around.clock().instant());
        if (now.isEmpty()) return;
        String told = Wire.quality(now);
        for (Seat seat : reception.seats().all()) {
            if (seesQuality(seat)) screens.send(seat.id(), told);
        }
    }

    private static boolean seesQuality(Seat seat) {
        return Policy.allows(seat.person().role(), Action.SEE_QUALITY);
    }

    /** Everybody sees that it is recorded; who leads or helps also sees of whom something isn't. */
    private void recorder(RecorderLease.RecorderHealth health) {
        String told = Wire.recording(health, RecordWatch.troubles(reception, health));
        String brief = Wire.recording(health, null);
        for (Seat seat : reception.seats().all()) screens.send(seat.id(), seesQuality(seat) ? told : brief);
        if (!health.healthy()) step(new Message.RecorderLost(health.trouble()), false);
    }

    /** Sums: what can't be written now is in what is written the next time. */
    private void keepQuality() {
        try {
            around.transactions().act(tx -> around.qualities().keep(tx, id(), qualities.kept()));
        } catch (JdbiException e) {
            LOG.warn("what was measured of reception {} can't be written, the database is away", id(), e);
        }
    }

    /** Nobody looks, nobody is waited for, nothing runs. An interrupted reception runs: it is closed when nobody comes back. */
    private boolean idle() {
        boolean runs =
                switch (reception.stage().state()) {
                    case LIVE, PAUSED, CLOSING, INTERRUPTED -> true;
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
                            CANCELLED -> false;
                };
        boolean expected = reception.stage().state().gathers()
                && reception.seats().all().stream().anyMatch(seat -> seat.place() != Place.ABSENT);
        return screens.empty() && !runs && !expected && commits.owesNothing();
    }

    private void stop(Letter.Stop stop) {
        keepQuality();
        screens.dismiss("SERVER_STOPS", SocketConnection.GOING_AWAY);
        // The recorder closes its files; what was live is found interrupted at the next start.
        stagehand.perform(reception, List.of(new Effect.Forward(false), new Effect.ReleaseRecorder()));
        stagehand.room().ifPresent(BridgeRoom::close);
        synchronized (this) {
            closed = true;
        }
        stop.done().complete(null);
    }

    /**
     * @param mustBeWritten refuse rather than act when the database is away
     */
    private Step step(Message message, boolean mustBeWritten) {
        Step step = reception.apply(message, around.clock().instant());
        if (!(step instanceof Step.Applied applied)) return step;
        if (applied.reception() == reception && applied.effects().isEmpty()) return step;
        if (!commit(applied, mustBeWritten)) return tryAgain();
        if (applied.effects().stream().anyMatch(Effect.SealRecording.class::isInstance)) keepQuality();
        reception = applied.reception();
        stagehand.perform(reception, applied.effects());
        screens.sendAll(seat -> Wire.state(reception.snapshotFor(seat)));
        if (applied.effects().contains(new Effect.Dismiss())) screens.dismiss("CLOSED", SocketConnection.NORMAL);
        return step;
    }

    private boolean commit(Step.Applied applied, boolean mustBeWritten) {
        return switch (commits.commit(applied.reception(), applied.effects())) {
            case COMMITTED -> true;
            case AWAY -> !mustBeWritten && commits.owe(applied.effects());
            case OVERTAKEN -> {
                // Another node has this reception now: our screens find it there.
                letters.add(new Letter.Stop(new CompletableFuture<>()));
                yield false;
            }
        };
    }

    /** The seat of a screen that has said hello; else it is told so. */
    private Optional<String> seated(SocketConnection screen) {
        Optional<String> seat = screens.seatOf(screen);
        if (seat.isEmpty()) screen.send(Wire.refused("OUT_OF_ORDER", "no hello"));
        return seat;
    }

    private static Step.Refused tryAgain() {
        return new Step.Refused(RefusalCode.TRY_AGAIN, null, "recording goes on");
    }
}
