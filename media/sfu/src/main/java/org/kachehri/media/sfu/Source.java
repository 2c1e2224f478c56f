package org.kachehri.media.sfu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.Vp9Payload;

/** What one publisher shows or says: one stream, or the layers of a simulcast, and who gets it. Not thread-safe. */
final class Source {
    final SourceDescription description;
    final TransportState transport;
    final Room room;

    /** The streams that it comes in, lowest quality first: one, or the layers of its simulcast. */
    final Layer[] layers;

    /** What its subscribers choose from, lowest first; never empty. */
    final Quality[] qualities;

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
        qualities = qualities();
        priority = video() ? Allocation.Priority.OTHER : Allocation.Priority.AUDIO;
        needs = layers.length > 1 ? new LayerNeeds(this) : null;
    }

    private Quality[] qualities() {
        Quality[] found = new Quality[spatial() ? SourceDescription.MAX_LAYERS : layers.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = spatial() ? new Quality(layers[0], i, i) : new Quality(layers[i], i, 0);
        }
        return found;
    }

    /** Whether its one stream may carry spatial layers. */
    boolean spatial() {
        return layers.length == 1 && Keyframes.spatial(description.codec());
    }

    /** The quality that a packet of one of its streams is part of. */
    Quality qualityOf(Layer layer, MemorySegment bytes, long payload, int payloadLength) {
        if (!spatial()) {
            return qualities[layer.index];
        }
        int spatialLayer = Vp9Payload.spatialLayer(bytes, payload, payloadLength);
        return qualities[Math.clamp(spatialLayer, 0, qualities.length - 1)];
    }

    /** A key frame of one of its streams began: everyone who waited is served. Heights are read where the codec tells them in the clear. */
    void keyframe(Layer layer, MemorySegment bytes, long payload, int payloadLength) {
        layer.keyframes.keyframe();
        for (Quality quality : qualities) {
            if (quality.layer == layer) {
                int told = Keyframes.height(description.codec(), bytes, payload, payloadLength, quality.spatialLayer);
                quality.height = told > 0 ? told : quality.height;
            }
        }
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
