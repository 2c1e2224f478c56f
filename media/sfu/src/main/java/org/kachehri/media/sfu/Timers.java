package org.kachehri.media.sfu;

import java.util.List;
import org.kachehri.media.sfu.ShardCounters.Reason;

/** What happens because time passed: requests for what is missing, reports, silence. Not thread-safe. */
final class Timers {
    /** Browsers adapt their bitrate to receiver reports, so once a second as they do it themselves, not RFC 3550's five. */
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;

    private final ShardSettings settings;
    private final Rooms rooms;
    private final Handshakes handshakes;
    private final Reports reports;
    private final Pacing pacing;
    private final Retransmissions retransmissions;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final int[] missing = new int[NackTracker.CAPACITY];

    Timers(
            ShardSettings settings,
            Rooms rooms,
            Handshakes handshakes,
            Reports reports,
            Pacing pacing,
            Retransmissions retransmissions,
            ShardCounters counters,
            Deadline deadline) {
        this.settings = settings;
        this.rooms = rooms;
        this.handshakes = handshakes;
        this.reports = reports;
        this.pacing = pacing;
        this.retransmissions = retransmissions;
        this.counters = counters;
        this.deadline = deadline;
    }

    /** Does everything that is due and finds out when the next is. */
    void run(long nowNanos, Effects effects) {
        deadline.clear();
        pacing.beginTurn();
        deadline.lower(rooms.tellSpeakers(nowNanos, effects));
        deadline.lower(pacing.drain(nowNanos));
        List<TransportState> transports = rooms.transports();
        for (int i = transports.size() - 1; i >= 0; i--) {
            TransportState transport = transports.get(i);
            if (nowNanos < transport.dueNanos) {
                deadline.lower(transport.dueNanos);
                continue;
            }
            if (nowNanos - transport.heardNanos >= settings.releaseNanos()) {
                rooms.release(nowNanos, transport, "silent", effects);
                continue;
            }
            transport.dueNanos = Long.MAX_VALUE;
            deadline.lower(transport, transport(nowNanos, transport, effects));
        }
    }

    private long transport(long nowNanos, TransportState transport, Effects effects) {
        if (transport.connected() && !transport.silent && nowNanos - transport.heardNanos >= settings.silentNanos()) {
            transport.silent = true;
            effects.emit(new ShardEvent.TransportSilent(transport.id));
        }
        boolean waitsForSilence = transport.connected() && !transport.silent;
        long earliest = transport.heardNanos + (waitsForSilence ? settings.silentNanos() : settings.releaseNanos());
        earliest = Math.min(earliest, handshakes.endLate(nowNanos, transport, effects));
        earliest = Math.min(earliest, transport.meter.tell(nowNanos, transport, effects));
        if (transport.connected() && transport.judged()) {
            earliest = Math.min(earliest, subscriber(nowNanos, transport));
        }
        if (transport.connected() && !transport.sources.isEmpty()) {
            earliest = Math.min(earliest, publisher(nowNanos, transport, effects));
        }
        return earliest;
    }

    private long subscriber(long nowNanos, TransportState transport) {
        Line line = transport.line;
        line.tick(nowNanos);
        if (nowNanos >= line.shareDueNanos) {
            line.shareDueNanos = nowNanos + LineShare.INTERVAL_NANOS;
            rooms.streams().share(nowNanos, transport);
        }
        int padding = line.probing.bytes(nowNanos);
        if (padding > 0) {
            retransmissions.probe(nowNanos, transport, padding);
        }
        return Math.max(nowNanos + Line.INTERVAL_NANOS, line.deadlineNanos());
    }

    private long publisher(long nowNanos, TransportState transport, Effects effects) {
        boolean report = nowNanos >= transport.reportDueNanos;
        if (report) {
            transport.reportDueNanos = nowNanos + REPORT_INTERVAL_NANOS;
            reports.receiverReport(nowNanos, transport);
        }
        if (transport.feedback != null) {
            reports.transportFeedback(nowNanos, transport);
        }
        boolean cycle = nowNanos >= transport.cycleDueNanos;
        if (cycle) {
            transport.cycleDueNanos = nowNanos + LayerActivity.CYCLE_NANOS;
        }
        long earliest = Math.min(transport.reportDueNanos, transport.cycleDueNanos);
        if (transport.feedback != null) {
            earliest = Math.min(earliest, transport.feedback.deadlineNanos());
        }
        for (int i = 0; i < transport.sources.size(); i++) {
            Source source = transport.sources.get(i);
            if (cycle) {
                measure(nowNanos, source, effects);
            }
            for (Layer layer : source.layers) {
                if (report && layer.cache != null) {
                    layer.cache.expire(nowNanos);
                }
                repair(nowNanos, layer);
                earliest = Math.min(earliest, layer.deadlineNanos());
            }
        }
        return earliest;
    }

    /** A quality that began or ended to flow moves its subscribers; a layer that nobody needs any more its publisher may stop. */
    private void measure(long nowNanos, Source source, Effects effects) {
        for (Quality quality : source.qualities) {
            quality.activity.cycle();
        }
        if (source.qualities.length == 1) {
            return;
        }
        for (int s = 0; s < source.subscriptionCount(); s++) {
            rooms.streams().aim(nowNanos, source.subscription(s));
        }
        if (source.needs != null) {
            source.needs.update(nowNanos, effects);
        }
    }

    private void repair(long nowNanos, Layer layer) {
        boolean recorded = layer.source.room.tap != null;
        int tries = recorded ? NackTracker.TRIES_FOR_EVIDENCE : NackTracker.TRIES;
        int count = layer.nacks.due(nowNanos, tries, missing);
        if (count > 0) {
            reports.nack(layer, missing, count);
        }
        long givenUp = layer.nacks.takeGivenUp();
        if (givenUp > 0) {
            counters.add(Reason.MISSING_GIVEN_UP, givenUp);
            // The recorder can't ask for itself.
            if (recorded && layer.source.video() && layer.keyframes.request(nowNanos)) {
                reports.keyframeRequest(layer);
            }
        }
        if (layer.keyframes.due(nowNanos)) {
            reports.keyframeRequest(layer);
        }
    }
}
