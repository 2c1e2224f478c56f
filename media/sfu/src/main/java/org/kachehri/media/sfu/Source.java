package org.kachehri.media.sfu;

import java.util.Arrays;
import java.util.List;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.rtp.MediaKind;

/** What one publisher shows or says: one stream, or the layers of a simulcast, and who gets it. Not thread-safe. */
final class Source {
    final SourceDescription description;
    final TransportState transport;
    final Room room;

    /** Lowest quality first; never empty. */
    final Layer[] layers;

    /** Whose turn it is where a line can't bear everything. */
    Allocation.Priority priority;

    /** Null without simulcast. */
    final LayerNeeds needs;

    /** Its number among the voices of the room; none for pictures and for who doesn't tell a level. */
    int voice = DominantSpeaker.NONE;

    boolean muted;

    private Subscription[] subscriptions = new Subscription[4];
    private int subscriptionCount;

    Source(SourceDescription description, TransportState transport, Room room) {
        this.description = description;
        this.transport = transport;
        this.room = room;
        List<String> rids = description.rids().isEmpty() ? List.of("") : description.rids();
        layers = new Layer[Math.min(rids.size(), SourceDescription.MAX_LAYERS)];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(this, i, rids.get(i));
        }
        priority = video() ? Allocation.Priority.OTHER : Allocation.Priority.AUDIO;
        needs = layers.length > 1 ? new LayerNeeds(this) : null;
    }

    boolean video() {
        return description.kind() == MediaKind.VIDEO;
    }

    /** Whether what it sends may be heard and seen now. */
    boolean open() {
        return room.forwarding && !muted;
    }

    /** A layer's publisher numbers anew. */
    void renumber(Layer layer) {
        layer.renumber();
        for (int i = 0; i < subscriptionCount; i++) {
            subscriptions[i].renumbered(layer);
        }
    }

    /** Nothing sent from now on is forwarded: muted or paused. */
    void pause() {
        for (int i = 0; i < subscriptionCount; i++) {
            subscriptions[i].pause();
        }
        for (Layer layer : layers) {
            layer.pause();
        }
    }

    /** Forwarding again; what was sent before stays where it is. */
    void resume() {
        pause();
        for (Layer layer : layers) {
            layer.resume();
        }
    }

    void add(long nowNanos, Subscription subscription, SendSlots slots, ShardCounters counters) {
        if (subscriptionCount == subscriptions.length) {
            subscriptions = Arrays.copyOf(subscriptions, 2 * subscriptionCount);
        }
        subscriptions[subscriptionCount++] = subscription;
        subscription.attach(nowNanos, this);
        for (Layer layer : layers) {
            if (layer.cache == null) {
                layer.cache = new SendCache(description.kind(), slots, counters);
            }
        }
    }

    void remove(Subscription subscription) {
        for (int i = 0; i < subscriptionCount; i++) {
            if (subscriptions[i] == subscription) {
                subscriptions[i] = subscriptions[--subscriptionCount];
                subscriptions[subscriptionCount] = null;
                subscription.detach();
                return;
            }
        }
    }

    int subscriptionCount() {
        return subscriptionCount;
    }

    Subscription subscription(int i) {
        return subscriptions[i];
    }

    void release() {
        while (subscriptionCount > 0) {
            remove(subscriptions[subscriptionCount - 1]);
        }
        for (Layer layer : layers) {
            if (layer.cache != null) {
                layer.cache.clear();
            }
        }
    }
}
