package org.kachehri.signaling.live;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;

/** A recorder that writes down what it is told, by hand for tests. */
final class RecorderTwin implements Recorder {
    final List<FinishedReception> finished = new CopyOnWriteArrayList<>();
    final List<String> orders = new CopyOnWriteArrayList<>();
    volatile boolean full;

    /** Another recorder takes the place of a lost one at the next look. */
    final AtomicBoolean replaced = new AtomicBoolean();

    volatile RecorderLease.RecorderHealth health = healthy(List.of());
    private int leases;

    /** Measured at 02:00:30, everything well but what the sources tell. */
    static RecorderLease.RecorderHealth healthy(List<RecorderLease.SourceHealth> sources) {
        Instant now = Instant.parse("2026-11-23T02:00:30Z");
        return new RecorderLease.RecorderHealth(1, now, now.minusSeconds(5), now, 1234, 2_000_000_000L, null, sources);
    }

    @Override
    public synchronized LeaseOutcome lease(String receptionId) {
        if (full) return new LeaseOutcome.Refused(Reason.NO_SPACE, "5 % free");
        return new LeaseOutcome.Granted(new TwinLease("lease-" + ++leases));
    }

    @Override
    public void seal(FinishedReception finished, Runnable sealed) {
        this.finished.add(finished);
        orders.add("seal " + finished.subject().code());
        sealed.run();
    }

    private final class TwinLease implements RecorderLease {
        private final String id;
        private final PacketTap tap = new DeafTap();

        private TwinLease(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void begin(Subject subject, Instant now) {
            orders.add("begin " + id);
        }

        @Override
        public PacketTap tap() {
            return tap;
        }

        @Override
        public void event(RoomEvent event) {
            orders.add("event " + event.type());
        }

        @Override
        public boolean mend() {
            return replaced.getAndSet(false);
        }

        @Override
        public RecorderHealth health() {
            return health;
        }

        @Override
        public void pause(boolean offRecord, String reason) {
            orders.add((offRecord ? "offRecord " : "pause ") + reason);
        }

        @Override
        public void resume() {
            orders.add("resume");
        }

        @Override
        public void unmuted(String source) {
            orders.add("unmuted " + source);
        }

        @Override
        public void switched(String source, boolean on) {
            orders.add(source + (on ? " on" : " off"));
        }

        @Override
        public void link(String participant, boolean up) {
            orders.add(participant + (up ? " heard" : " lost"));
        }

        @Override
        public void release() {
            orders.add("release " + id);
        }
    }

    private static final class DeafTap implements PacketTap {
        @Override
        public void rtp(
                long arrivalNanos,
                String sourceId,
                SourceDescription source,
                MemorySegment plain,
                long offset,
                int length,
                boolean repaired) {}

        @Override
        public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {}

        @Override
        public void source(SourceDescription source) {}
    }
}
