package org.kachehri.recording.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.SourceDescription;

/**
 * Captures one reception: hears the room as its {@link PacketTap} and writes segments, ledger and events on a thread of its own.
 *
 * <p>Threads: the tap's methods belong to the shard's thread, which they never block and for which they allocate nothing a packet;
 * everything that writes happens on the recorder's thread; all other methods may be called from any thread.
 */
public final class CaptureRecorder implements PacketTap, AutoCloseable {
    private static final int RTP = 0;
    private static final int REPAIRED_RTP = 1;
    private static final int RTCP = 2;
    private static final int TRACK = 3;

    /** Not a packet: the drops up to the count that stands in the place of the track come before what follows. */
    private static final int DROPS = 4;

    /** A reception has a few events a second; this many mean that the disk has hung for minutes. */
    private static final int MAX_COMMANDS = 4_096;

    /** 10 000 x 48 bytes; beyond it a drop is added to the last one of the list. */
    private static final int MAX_DROPS = 10_000;

    /** How long the recorder's thread sleeps when there is nothing to write. */
    private static final long IDLE_NANOS = 5_000_000L;

    /** Four times a second, so that what was heard is with the operating system within 1 s. */
    private static final long TICK_NANOS = 250_000_000L;

    /** The ring stands a disk that hangs for 6 s; at 15 s it has been full for a while, and the disk isn't coming back soon. */
    private static final long STALLED_NANOS = 15_000_000_000L;

    @FunctionalInterface
    private interface Action {
        void run(long atNanos) throws IOException;
    }

    /** What was heard until then, by the shard's clock, is written before the action. */
    private record Command(long shardNanos, Action action) {}

    private final PacketRing ring;
    private final LongSupplier nanoClock;
    private final long wallOffset;
    private final CaptureWriter writer;
    private final Thread thread;
    private final ArrayBlockingQueue<Command> commands = new ArrayBlockingQueue<>(MAX_COMMANDS);
    private final CopyOnWriteArrayList<CapturedTrack> tracks = new CopyOnWriteArrayList<>();

    /** Index of each source's newest track; owned by the shard's thread. */
    private final Map<String, Integer> trackOfSource = new HashMap<>();

    /** Guarded by itself; touched by the shard's thread only when the ring is full. */
    private final ArrayDeque<PacketDrop> drops = new ArrayDeque<>();

    /** Drops ever noted, and whether the ring still has to say so; owned by the shard's thread. */
    private int notedDrops;

    private boolean unannouncedDrops;

    /** Owned by the recorder's thread. */
    private int takenDrops;

    private final AtomicLong droppedPackets = new AtomicLong();
    private volatile boolean hearing = true;
    private volatile boolean finishing;
    private volatile Optional<String> failure = Optional.empty();
    private volatile CaptureHealth health;

    /** When the recorder's thread went round last, by the shard's clock. */
    private volatile long roundNanos;

    private volatile Optional<CaptureResult> result = Optional.empty();

    private CaptureRecorder(CaptureSettings settings, Clock wall, LongSupplier nanoClock) throws IOException {
        this.nanoClock = nanoClock;
        wallOffset = Stamps.nanos(wall.instant()) - nanoClock.getAsLong();
        writer = new CaptureWriter(settings, wall, now());
        ring = new PacketRing(settings.ringBytes());
        health = writer.health(now(), 0, failure);
        roundNanos = nanoClock.getAsLong();
        thread = Thread.ofPlatform()
                .name("recorder-" + settings.receptionId())
                .daemon(true)
                .unstarted(this::write);
    }

    /**
     * Begins a capture, or continues the one that the directory holds after a crash.
     *
     * @param wall read once for the capture's clock, then for clock readings
     * @param nanoClock the clock of the shard's arrival stamps, from any origin; only its differences count
     * @throws IOException when the directory can't be written
     */
    public static CaptureRecorder start(CaptureSettings settings, Clock wall, LongSupplier nanoClock)
            throws IOException {
        CaptureRecorder recorder = new CaptureRecorder(settings, wall, nanoClock);
        recorder.thread.start();
        return recorder;
    }

    private long now() {
        return nanoClock.getAsLong() + wallOffset;
    }

    @Override
    public void source(SourceDescription source) {
        if (hearing) {
            track(source);
        }
    }

    private int track(SourceDescription source) {
        Integer known = trackOfSource.get(source.id());
        if (known != null && tracks.get(known).describes(source)) {
            return known;
        }
        int generation = 1;
        for (CapturedTrack track : tracks) {
            generation += track.source().equals(source.id()) ? 1 : 0;
        }
        tracks.add(CapturedTrack.of(source, generation));
        int index = tracks.size() - 1;
        trackOfSource.put(source.id(), index);
        // Only announces an interface: when the ring is full, the track's first packet will do.
        boolean announced = ring.offer(TRACK, index, nanoClock.getAsLong(), MemorySegment.NULL, 0, 0);
        if (!announced) {
            droppedPackets.incrementAndGet();
        }
        return index;
    }

    @Override
    public void rtp(
            long arrivalNanos,
            String sourceId,
            SourceDescription source,
            MemorySegment plain,
            long offset,
            int length,
            boolean repaired) {
        if (!hearing) {
            return;
        }
        int index = track(source);
        if (unannouncedDrops) {
            unannouncedDrops = !ring.offer(DROPS, notedDrops, arrivalNanos, MemorySegment.NULL, 0, 0);
        }
        int kind = repaired ? REPAIRED_RTP : RTP;
        if (unannouncedDrops || !ring.offer(kind, index, arrivalNanos, plain, offset, length)) {
            drop(index, arrivalNanos, plain, offset);
        }
    }

    private void drop(int index, long arrivalNanos, MemorySegment plain, long offset) {
        int sequence = RtpHeader.sequenceNumber(plain, offset);
        long stamp = arrivalNanos + wallOffset;
        long ssrc = RtpHeader.ssrc(plain, offset);
        PacketDrop drop = new PacketDrop(tracks.get(index), ssrc, sequence, sequence, stamp, stamp);
        droppedPackets.incrementAndGet();
        synchronized (drops) {
            // Drops that were announced may be being written, so only the newest unannounced one grows.
            PacketDrop last = unannouncedDrops ? drops.peekLast() : null;
            if (last != null && (last.isFollowedBy(drop) || drops.size() == MAX_DROPS)) {
                drops.removeLast();
                drops.addLast(last.with(drop));
            } else {
                drops.addLast(drop);
                notedDrops++;
            }
        }
        unannouncedDrops = true;
    }

    @Override
    public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {
        Integer index = trackOfSource.get(sourceId);
        // A sender report that finds no room isn't missed: the next one says the same.
        if (hearing && index != null && !ring.offer(RTCP, index, arrivalNanos, plain, offset, length)) {
            droppedPackets.incrementAndGet();
        }
    }

    /**
     * Writes a room event, stamped now.
     *
     * @param json one JSON object with a {@code type}
     * @throws IllegalArgumentException when it isn't one
     */
    public void event(String json) {
        ObjectNode event = CaptureJson.object(json);
        submit(at -> writer.event(at, event));
    }

    /** Nothing that arrives from now on is written, until {@link #resume}. */
    public void pause(GapCause cause, String reason) {
        hearing = false;
        submit(at -> writer.pause(at, cause, reason));
    }

    /** Writes again. */
    public void resume() {
        submit(writer::resume);
        hearing = true;
    }

    /** To be told first when another recorder was lost in the middle of the reception, and this one goes on. */
    public void replaces() {
        submit(at -> writer.replaces());
    }

    /** To be told when a source is heard again after the reception had muted it, so that its silence is explained in the ledger. */
    public void unmuted(String sourceId) {
        submit(at -> writer.unmuted(at, sourceId));
    }

    /** To be told when a person switches a source off or on, e.g. {@code p3/camera}. */
    public void switched(String sourceId, boolean on) {
        submit(at -> writer.switched(at, sourceId, on));
    }

    /** To be told when the bridge hears a person no more, or again. */
    public void link(String peer, boolean up) {
        submit(at -> writer.link(peer, up));
    }

    private void submit(Action action) {
        if (!commands.offer(new Command(nanoClock.getAsLong(), action)) && failure.isEmpty()) {
            failure = Optional.of("The recorder has fallen " + MAX_COMMANDS + " events behind");
        }
    }

    public CaptureHealth health() {
        return health;
    }

    /** Why it writes no more and won't again; empty while it is well. */
    public Optional<String> fault() {
        if (failure.isPresent()) {
            return failure;
        }
        if (result.isEmpty() && !thread.isAlive()) {
            return Optional.of("The recorder's thread has ended");
        }
        return nanoClock.getAsLong() - roundNanos > STALLED_NANOS
                ? Optional.of("The disk has not answered for " + STALLED_NANOS / Stamps.NANOS_PER_SECOND + " s")
                : Optional.empty();
    }

    /** Stops hearing without waiting for a disk that may never answer; what is on it stays. */
    public void abandon() {
        hearing = false;
        finishing = true;
        LockSupport.unpark(thread);
    }

    /**
     * Writes what is left, closes and hashes the last segment and ends the thread. The tap must have been taken from the room before.
     *
     * @throws IOException when something could not be written; {@link CaptureRecovery#finish} then saves what can be saved
     */
    public CaptureResult finish() throws IOException {
        close();
        return result.orElseThrow(() -> new IOException(failure.orElse("The recorder was interrupted")));
    }

    /** As {@link #finish}, for a capture that nobody waits for. */
    @Override
    public void close() {
        abandon();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The files must be closed first; the caller's interruption is kept for it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try (writer) {
            long nextTick = nanoClock.getAsLong() + TICK_NANOS;
            boolean last = false;
            while (!last) {
                last = finishing;
                boolean ranCommands = runCommands();
                boolean busy = drain(nanoClock.getAsLong()) || ranCommands;
                if (nanoClock.getAsLong() - nextTick >= 0) {
                    writer.tick(now());
                    health = writer.health(now(), droppedPackets.get(), failure);
                    roundNanos = nanoClock.getAsLong();
                    nextTick = roundNanos + TICK_NANOS;
                }
                if (!busy && !finishing) {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
            }
            drain(Long.MAX_VALUE);
            takeDrops(takenDrops + waitingDrops());
            result = Optional.of(writer.finish(now()));
            health = writer.health(now(), droppedPackets.get(), failure);
        } catch (IOException | RuntimeException e) {
            // The reception goes on; who watches the health sees that it isn't recorded any more, and why.
            hearing = false;
            failure = Optional.of("The recorder can't write: " + e);
            health = writer.health(now(), droppedPackets.get(), failure);
        }
    }

    private boolean runCommands() throws IOException {
        boolean any = false;
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            drain(command.shardNanos());
            command.action().run(command.shardNanos() + wallOffset);
            any = true;
        }
        return any;
    }

    private boolean drain(long untilShardNanos) throws IOException {
        boolean any = false;
        List<IOException> failures = new ArrayList<>(0);
        PacketRing.Reader reader = (kind, track, nanos, bytes, offset, length) -> {
            try {
                record(kind, track, nanos, bytes, offset, length);
            } catch (IOException e) {
                failures.add(e);
            }
        };
        while (failures.isEmpty() && !resumeIsDue() && ring.poll(reader, untilShardNanos)) {
            any = true;
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return any;
    }

    /** The order to resume was given before the next packet was heard, so it comes first. */
    private boolean resumeIsDue() {
        return writer.paused() && !commands.isEmpty();
    }

    private void record(int kind, int index, long nanos, MemorySegment bytes, long offset, int length)
            throws IOException {
        if (kind == DROPS) {
            takeDrops(index);
            return;
        }
        CapturedTrack track = tracks.get(index);
        long stamp = nanos + wallOffset;
        switch (kind) {
            case RTP, REPAIRED_RTP -> writer.rtp(stamp, track, bytes, offset, length, kind == REPAIRED_RTP);
            case RTCP -> writer.rtcp(stamp, track, bytes, offset, length);
            case TRACK -> writer.track(stamp, track);
            default -> throw new IllegalStateException("Record of kind " + kind);
        }
    }

    private int waitingDrops() {
        synchronized (drops) {
            return drops.size();
        }
    }

    private void takeDrops(int count) throws IOException {
        for (; takenDrops != count; takenDrops++) {
            PacketDrop drop;
            synchronized (drops) {
                drop = drops.removeFirst();
            }
            writer.dropped(drop);
        }
    }
}
