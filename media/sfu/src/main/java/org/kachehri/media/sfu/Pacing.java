package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import org.kachehri.media.sfu.ShardCounters.Reason;

/**
 * Lets no more leave for a subscriber at once than its line takes, and no more for all at once than holds up nobody's voice: of what a receive
 * batch holds, audio leaves at once, pictures as far as the pacer and the turn allow, as one train; the rest waits in the subscriber's queue
 * and leaves in trains of its own. Not thread-safe.
 */
final class Pacing {
    /** What waits leaves in trains, not alone, so every 5 ms, as with libwebrtc's pacer. */
    private static final long DRAIN_INTERVAL_NANOS = 5_000_000L;

    /** Packets of pictures before the shard looks again who else has come: some half a millisecond. A key frame for 20 listeners is 2 000. */
    private static final int TURN = 160;

    private final TrainBuilder trains;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final OpenedBatch waited;

    /** For whom something waits; whose turn is next first. */
    private final Deque<TransportState> queued = new ArrayDeque<>();

    private int turn;

    Pacing(TrainBuilder trains, ShardCounters counters, Deadline deadline, Arena arena) {
        this.trains = trains;
        this.counters = counters;
        this.deadline = deadline;
        waited = new OpenedBatch(arena);
    }

    /** The shard has looked who has come. */
    void beginTurn() {
        turn = TURN;
    }

    /** Sends or queues what this batch holds for the transport, and leaves nothing pending. */
    void send(TransportState transport, OpenedBatch opened, long nowNanos) {
        if (transport.judged()) {
            hold(transport, opened, nowNanos);
        }
        turn -= transport.pending;
        trains.send(transport, opened, nowNanos);
    }

    private void hold(TransportState transport, OpenedBatch opened, long nowNanos) {
        Line line = transport.line;
        boolean outOfTurn = turn <= 0 && line.waiting.isEmpty();
        int allowed = turn > 0 && line.waiting.isEmpty() ? line.pacer.bytes(nowNanos) : 0;
        int kept = 0;
        for (int p = 0; p < transport.pending; p++) {
            Subscription subscription = transport.pendingSubscription[p];
            int packet = transport.pendingPacket[p];
            int bytes = subscription.headerLength() + subscription.payloadLength(opened, packet);
            if (!subscription.source.video() || allowed > 0) {
                allowed -= subscription.source.video() ? bytes : 0;
                transport.pendingSubscription[kept] = subscription;
                transport.pendingPacket[kept++] = packet;
                continue;
            }
            // What follows must not overtake it.
            allowed = 0;
            if (line.waiting.add(subscription, opened.layer[packet], opened.sequence[packet], bytes)) {
                counters.count(Reason.PACED);
            } else {
                counters.count(Reason.DROPPED_QUEUE_FULL);
            }
        }
        for (int p = kept; p < transport.pending; p++) {
            transport.pendingSubscription[p] = null;
        }
        transport.pending = kept;
        if (!line.waiting.isEmpty()) {
            long paced = line.pacer.nextNanos(nowNanos);
            line.drainDueNanos = outOfTurn ? paced : Math.max(line.drainDueNanos, paced);
            deadline.lower(line.drainDueNanos);
            if (!line.queued) {
                line.queued = true;
                queued.addLast(transport);
            }
        }
    }

    /** Sends what waited and may leave in this turn; answers when it is to be called again. */
    long drain(long nowNanos) {
        long earliest = Long.MAX_VALUE;
        for (int left = queued.size(); left > 0; left--) {
            if (turn <= 0) {
                return nowNanos;
            }
            TransportState transport = queued.removeFirst();
            if (transport.connected()) {
                drain(transport, nowNanos);
            }
            Line line = transport.line;
            line.queued = transport.connected() && !line.waiting.isEmpty();
            if (line.queued) {
                queued.addLast(transport);
                earliest = Math.min(earliest, line.drainDueNanos);
            }
        }
        return earliest == Long.MAX_VALUE ? earliest : Math.max(nowNanos + Line.INTERVAL_NANOS, earliest);
    }

    private void drain(TransportState transport, long nowNanos) {
        Line line = transport.line;
        if (nowNanos < line.drainDueNanos) {
            return;
        }
        int allowed = line.pacer.bytes(nowNanos);
        while (!line.waiting.isEmpty() && allowed > 0) {
            int size = 0;
            while (size < Batch.CAPACITY && !line.waiting.isEmpty() && allowed > 0) {
                allowed -= line.waiting.firstBytes();
                size += take(transport, line.waiting, size);
                line.waiting.removeFirst();
            }
            turn -= transport.pending;
            trains.send(transport, waited, nowNanos);
        }
        line.drainDueNanos = Math.max(nowNanos + DRAIN_INTERVAL_NANOS, line.pacer.nextNanos(nowNanos));
    }

    /** Notes the first of the queue as the transport's; 0 if it is to be forgotten: its layer is left, or its time is over. */
    private int take(TransportState transport, PacedQueue queue, int i) {
        Subscription subscription = queue.firstSubscription();
        Layer layer = queue.firstLayer();
        long sequence = queue.firstSequence();
        int entry = layer.cache == null ? -1 : layer.cache.find(sequence);
        if (entry < 0 || subscription.numbering.current() != layer || !subscription.numbering.reaches(sequence)) {
            counters.count(Reason.DROPPED_QUEUE_LATE);
            return 0;
        }
        MemorySegment payload = layer.cache.payload(entry);
        int length = layer.cache.payloadLength(entry);
        MemorySegment.copy(
                payload,
                ValueLayout.JAVA_BYTE,
                layer.cache.payloadOffset(entry),
                waited.bytes,
                ValueLayout.JAVA_BYTE,
                waited.offset(i),
                length);
        waited.layer[i] = layer;
        waited.sequence[i] = sequence;
        waited.timestamp[i] = layer.cache.timestamp(entry);
        waited.marker[i] = layer.cache.marker(entry);
        waited.payloadOffset[i] = waited.offset(i);
        waited.payloadLength[i] = length;
        transport.pendingSubscription[transport.pending] = subscription;
        transport.pendingPacket[transport.pending++] = i;
        return 1;
    }
}
