package org.kachehri.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.media.net.ShardMeasures;
import org.kachehri.media.net.TcpCounters;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Exposition;
import org.kachehri.platform.outbox.Backlog;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchiveMeasures;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.lease.Recorders;
import org.kachehri.signaling.bridge.EmbeddedBridge;

/**
 * Gathers what the parts measured into one answer of {@code /metrics}; the names are told in docs/operations/metrics.md. Nothing of
 * a reception is in it, neither id nor person: only how many and how much.
 */
final class Measurements {
    private static final double SECOND_NANOS = 1e9;
    private static final String DROPPED = "DROPPED_";

    private final EmbeddedBridge bridge;
    private final Recorders recorders;
    private final Archive archive;
    private final Outbox outbox;
    private final Transactions transactions;

    Measurements(
            EmbeddedBridge bridge, Recorders recorders, Archive archive, Outbox outbox, Transactions transactions) {
        this.bridge = bridge;
        this.recorders = recorders;
        this.archive = archive;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    Answer answer() {
        Exposition exposition = new Exposition();
        shards(exposition, bridge.measures());
        database(exposition);
        exposition
                .gauge("kachehri_recorders_lent", "Receptions that are being recorded.")
                .sample(recorders.lent());
        process(exposition);
        return exposition.answer();
    }

    static void shards(Exposition exposition, List<ShardMeasures> shards) {
        exposition.gauge("kachehri_shard_rooms", "Rooms open now.");
        each(exposition, shards, shard -> shard.counters().rooms());
        exposition.gauge("kachehri_shard_transports", "Peer connections open now, two a participant.");
        each(exposition, shards, shard -> shard.counters().transports());
        for (Reason reason : Reason.values()) {
            if (!reason.name().startsWith(DROPPED)) {
                exposition.counter("kachehri_shard_" + word(reason.name()) + "_total", sentence(reason));
                each(exposition, shards, shard -> shard.counters().of(reason));
            }
        }
        exposition.counter("kachehri_shard_dropped_total", "Packets that were not forwarded, by reason.");
        for (ShardMeasures shard : shards) {
            for (Reason reason : Reason.values()) {
                if (reason.name().startsWith(DROPPED)) {
                    Map<String, String> labels = new TreeMap<>(of(shard));
                    labels.put("reason", word(reason.name().substring(DROPPED.length())));
                    exposition.sample(shard.counters().of(reason), labels);
                }
            }
        }
        exposition.summary(
                "kachehri_shard_train_packets", "Packets that left together: sum by count is the mean train.");
        for (ShardMeasures shard : shards) {
            exposition.summed(
                    shard.counters().of(Reason.FORWARDED), shard.counters().of(Reason.TRAINS), of(shard));
        }
        loops(exposition, shards);
        exposition.counter("kachehri_shard_refused_datagrams_total", "Datagrams that the system would not send.");
        each(exposition, shards, ShardMeasures::refusedDatagrams);
        exposition.counter("kachehri_shard_refused_trains_total", "Trains that had to leave as single datagrams.");
        each(exposition, shards, ShardMeasures::refusedTrains);
        exposition.gauge("kachehri_tcp_connections", "TCP connections for media open now.");
        each(exposition, shards, shard -> shard.tcp().open());
        for (TcpCounters.Reason reason : TcpCounters.Reason.values()) {
            exposition.counter(
                    "kachehri_tcp_" + word(reason.name()) + "_total", "Counted at the TCP port as " + reason + ".");
            each(exposition, shards, shard -> shard.tcp().of(reason));
        }
    }

    private static void loops(Exposition exposition, List<ShardMeasures> shards) {
        exposition.counter(
                "kachehri_shard_busy_seconds_total",
                "Time spent working instead of waiting; 1 a second is a full thread.");
        each(exposition, shards, shard -> shard.loop().busyNanos() / SECOND_NANOS);
        exposition.histogram("kachehri_shard_cycle_seconds", "Duration of one cycle of the shard's thread.");
        for (ShardMeasures shard : shards) {
            long[] ends = shard.loop().bucketNanos();
            double[] seconds = new double[ends.length];
            for (int i = 0; i < ends.length; i++) {
                seconds[i] = ends[i] / SECOND_NANOS;
            }
            exposition.buckets(seconds, shard.loop().cycles(), shard.loop().busyNanos() / SECOND_NANOS, of(shard));
        }
    }

    /** Without the database neither backlog nor archive can be told of, but everything else is told all the same. */
    private void database(Exposition exposition) {
        Backlog backlog;
        ArchiveMeasures kept;
        try {
            backlog = transactions.run(outbox::backlog);
            kept = archive.measures();
        } catch (JdbiException away) {
            exposition
                    .gauge("kachehri_database_up", "1 while the database answers.")
                    .sample(0);
            return;
        }
        exposition
                .gauge("kachehri_database_up", "1 while the database answers.")
                .sample(1);
        exposition
                .gauge("kachehri_outbox_waiting", "Deliveries of events that have not happened yet.")
                .sample(backlog.waiting());
        exposition
                .gauge("kachehri_outbox_dead", "Deliveries of events that were given up.")
                .sample(backlog.dead());
        exposition.gauge("kachehri_recordings", "Recordings by how far they are on their way into the archive.");
        for (RecordingState state : RecordingState.values()) {
            exposition.sample(kept.recordings().getOrDefault(state, 0L), Map.of("state", word(state.name())));
        }
        exposition
                .gauge("kachehri_recordings_unsealed", "Finished recordings that wait for their seal.")
                .sample(kept.unsealed());
        exposition
                .gauge("kachehri_recordings_overdue", "Recordings in their state for longer than they should be.")
                .sample(kept.overdue());
    }

    private static void process(Exposition exposition) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        exposition
                .gauge("jvm_heap_used_bytes", "Heap in use, garbage included.")
                .sample(heap.getUsed());
        exposition
                .gauge("jvm_heap_committed_bytes", "Heap taken from the system.")
                .sample(heap.getCommitted());
        exposition
                .gauge("jvm_threads", "Platform threads.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
        exposition
                .gauge("process_uptime_seconds", "Since the program was started.")
                .sample(ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            exposition
                    .counter("process_cpu_seconds_total", "Processor time of all threads.")
                    .sample(system.getProcessCpuTime() / SECOND_NANOS);
            exposition.gauge("process_open_fds", "Open file descriptors.").sample(system.getOpenFileDescriptorCount());
            exposition.gauge("process_max_fds", "As many may be open.").sample(system.getMaxFileDescriptorCount());
        }
    }

    private static void each(
            Exposition exposition, List<ShardMeasures> shards, ToDoubleFunction<ShardMeasures> measure) {
        shards.forEach(shard -> exposition.sample(measure.applyAsDouble(shard), of(shard)));
    }

    private static Map<String, String> of(ShardMeasures shard) {
        return Map.of("shard", shard.shard());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String sentence(Reason reason) {
        return "Counted by the shard as " + reason + ".";
    }
}
