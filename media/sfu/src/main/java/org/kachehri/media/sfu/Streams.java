package org.kachehri.media.sfu;

import java.util.List;
import java.util.random.RandomGenerator;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.congestion.FeedbackBuilder;

/**
 * Who publishes what and who gets it: sources, subscriptions, and the commands that change them. A command answers null, or why it
 * can't be obeyed; of what it names, null is what isn't there. Not thread-safe.
 */
final class Streams {
    /** A browser publishes microphone, camera, screen and document camera; hardware may bring a few more. */
    private static final int MAX_SOURCES = 32;

    /** A room of 60 people with four sources each. */
    private static final int MAX_SUBSCRIPTIONS = 256;

    /** SSRCs of one transport over its life: every seat taken anew three times. Each keeps 80 bytes. */
    private static final int MAX_STREAMS = 1024;

    private final ShardSettings settings;
    private final RandomGenerator random;
    private final Reports reports;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final SendSlots slots;

    Streams(
            ShardSettings settings,
            RandomGenerator random,
            Reports reports,
            ShardCounters counters,
            Deadline deadline,
            SendSlots slots) {
        this.settings = settings;
        this.random = random;
        this.reports = reports;
        this.counters = counters;
        this.deadline = deadline;
        this.slots = slots;
    }

    /** Takes away all that a transport publishes and gets. */
    void release(TransportState transport) {
        for (Source source : List.copyOf(transport.sources)) {
            remove(source);
        }
        for (Subscription subscription : List.copyOf(transport.subscriptions.values())) {
            remove(subscription);
        }
    }

    String publish(long nowNanos, TransportState transport, List<SourceDescription> descriptions) {
        if (transport == null) {
            return Rooms.NO_TRANSPORT;
        }
        for (SourceDescription description : descriptions) {
            Source known = transport.room.sources.get(description.id());
            if (known != null) {
                remove(known);
            }
            if (transport.sources.size() >= MAX_SOURCES) {
                return "too many sources";
            }
            add(nowNanos, new Source(description, transport, transport.room));
        }
        return null;
    }

    private void add(long nowNanos, Source source) {
        TransportState transport = source.transport;
        Room room = source.room;
        String id = source.description.id();
        source.muted = room.muted.contains(id);
        source.priority = room.priorities.getOrDefault(id, source.priority);
        room.sources.put(id, source);
        transport.sources.add(source);
        room.voices.join(source, nowNanos);
        int transportWide = source.description.extensions().transportWide();
        if (transportWide > 0 && transport.feedback == null) {
            transport.feedback = new FeedbackBuilder();
            transport.transportWideExtension = transportWide;
        }
        for (Layer layer : source.layers) {
            if (layer.ssrc >= 0) {
                transport.layerBySsrc.put(layer.ssrc, layer);
            }
            if (layer.rtxSsrc >= 0) {
                transport.layerBySsrc.put(layer.rtxSsrc, layer);
            }
        }
        for (TransportState other : room.transports) {
            Subscription waiting = other.subscriptions.get(id);
            if (waiting != null) {
                source.add(nowNanos, waiting, slots, counters);
            }
        }
        if (room.tap != null) {
            introduce(source);
        }
        requestKeyframes(nowNanos, source);
        deadline.lower(transport, nowNanos);
    }

    private static void introduce(Source source) {
        for (Layer layer : source.layers) {
            source.room.tap.source(layer.described);
        }
    }

    /** Of every layer that somebody waits for; the recorder hears all. */
    private void requestKeyframes(long nowNanos, Source source) {
        for (Layer layer : source.layers) {
            boolean wanted = source.room.tap != null;
            for (int i = 0; i < source.subscriptionCount(); i++) {
                Quality target = source.subscription(i).target();
                wanted |= target != null && target.layer == layer;
            }
            if (wanted) {
                requestKeyframe(nowNanos, layer);
            }
        }
    }

    void requestKeyframe(long nowNanos, Layer layer) {
        if (layer.source.video() && layer.keyframes.request(nowNanos)) {
            reports.keyframeRequest(layer);
        }
        deadline.lower(layer.source.transport, layer.deadlineNanos());
    }

    /** Chooses its layer anew and asks for the key frame with which it begins. */
    void aim(long nowNanos, Subscription subscription) {
        if (subscription.aim(nowNanos)) {
            requestKeyframe(nowNanos, subscription.target().layer);
        }
    }

    /** Shares a subscriber's line among what it shows. */
    void share(long nowNanos, TransportState transport) {
        LineShare.share(nowNanos, transport);
        for (Subscription subscription : transport.subscriptions.values()) {
            aim(nowNanos, subscription);
        }
    }

    String unpublish(TransportState transport, String sourceId) {
        Source source = transport == null ? null : transport.room.sources.get(sourceId);
        if (source == null || source.transport != transport) {
            return "no such source";
        }
        remove(source);
        return null;
    }

    /** Its subscriptions stay and wait for it to be published again. */
    private void remove(Source source) {
        for (int i = 0; i < source.subscriptionCount(); i++) {
            reports.goodbye(source.subscription(i));
        }
        source.release();
        source.room.voices.leave(source);
        source.room.sources.remove(source.description.id());
        source.transport.sources.remove(source);
        for (Layer layer : source.layers) {
            source.transport.layerBySsrc.remove(layer.ssrc);
            source.transport.layerBySsrc.remove(layer.rtxSsrc);
        }
    }

    String subscribe(long nowNanos, TransportState transport, List<SubscriptionDescription> descriptions) {
        if (transport == null) {
            return Rooms.NO_TRANSPORT;
        }
        for (SubscriptionDescription description : descriptions) {
            Subscription known = transport.subscriptions.get(description.sourceId());
            if (known != null && known.description.equals(description)) {
                continue;
            }
            if (known != null) {
                remove(known);
            }
            if (transport.subscriptionBySsrc.find(description.ssrc()) != null) {
                return "SSRC in use";
            }
            if (transport.subscriptions.size() >= MAX_SUBSCRIPTIONS || transport.outgoing.size() >= MAX_STREAMS) {
                return "too many subscriptions";
            }
            add(nowNanos, transport, description);
        }
        return null;
    }

    private void add(long nowNanos, TransportState transport, SubscriptionDescription description) {
        OutgoingStream stream = transport.outgoing.computeIfAbsent(
                description.ssrc(), ssrc -> new OutgoingStream(ssrc, random.nextLong()));
        Subscription subscription = new Subscription(description, transport, stream);
        transport.subscriptions.put(description.sourceId(), subscription);
        transport.subscriptionBySsrc.put(description.ssrc(), subscription);
        if (subscription.numberedOnTransport() && transport.line == null) {
            long start = transport.startBitsPerSecond;
            transport.line = new Line(start == 0 ? settings.startBitsPerSecond() : start);
        }
        Source source = transport.room.sources.get(description.sourceId());
        if (source != null) {
            source.add(nowNanos, subscription, slots, counters);
            if (transport.ready()) {
                requestKeyframe(nowNanos, subscription.target().layer);
            }
        }
    }

    String unsubscribe(TransportState transport, List<String> sourceIds) {
        if (transport == null) {
            return Rooms.NO_TRANSPORT;
        }
        for (String sourceId : sourceIds) {
            Subscription subscription = transport.subscriptions.get(sourceId);
            if (subscription != null) {
                reports.goodbye(subscription);
                remove(subscription);
            }
        }
        return null;
    }

    private void remove(Subscription subscription) {
        if (subscription.source != null) {
            subscription.source.remove(subscription);
        }
        subscription.transport.subscriptions.remove(subscription.description.sourceId());
        subscription.transport.subscriptionBySsrc.remove(subscription.description.ssrc());
    }

    String view(long nowNanos, TransportState transport, String sourceId, int height, Effects effects) {
        Subscription subscription = transport == null ? null : transport.subscriptions.get(sourceId);
        if (subscription == null) {
            return "no such subscription";
        }
        subscription.show(height);
        if (transport.judged()) {
            share(nowNanos, transport);
        } else {
            aim(nowNanos, subscription);
        }
        if (subscription.source != null && subscription.source.needs != null) {
            subscription.source.needs.update(nowNanos, effects);
        }
        return null;
    }

    String rank(Room room, String sourceId, Allocation.Priority priority) {
        if (room == null) {
            return Rooms.NO_ROOM;
        }
        room.priorities.put(sourceId, priority);
        Source source = room.sources.get(sourceId);
        if (source != null) {
            source.priority = priority;
        }
        return null;
    }

    String mute(long nowNanos, Room room, String sourceId, boolean muted) {
        if (room == null) {
            return Rooms.NO_ROOM;
        }
        boolean changed = muted ? room.muted.add(sourceId) : room.muted.remove(sourceId);
        Source source = room.sources.get(sourceId);
        if (changed && source != null) {
            source.muted = muted;
            pauseOrResume(nowNanos, source);
        }
        return null;
    }

    String forwarding(long nowNanos, Room room, boolean on) {
        if (room == null) {
            return Rooms.NO_ROOM;
        }
        if (room.forwarding != on) {
            room.forwarding = on;
            for (Source source : room.sources.values()) {
                pauseOrResume(nowNanos, source);
            }
        }
        return null;
    }

    private void pauseOrResume(long nowNanos, Source source) {
        if (source.open()) {
            source.resume();
            requestKeyframes(nowNanos, source);
        } else {
            source.pause();
        }
    }

    String tap(long nowNanos, Room room, PacketTap tap) {
        if (room == null) {
            return Rooms.NO_ROOM;
        }
        room.tap = tap;
        if (room.tap != null) {
            for (Source source : room.sources.values()) {
                introduce(source);
                requestKeyframes(nowNanos, source);
            }
        }
        return null;
    }
}
