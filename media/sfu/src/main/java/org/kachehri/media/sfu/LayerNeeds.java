package org.kachehri.media.sfu;

import java.util.ArrayList;
import java.util.List;

/**
 * Which layers of a simulcast anybody needs, the recorder included, so that its publisher can stop sending the others: an uplink at a
 * point is often the narrowest part of the way. A layer is asked for at once and given up after 5 s, so that a window that is resized
 * or a page that is turned doesn't switch encoders. Not thread-safe.
 */
final class LayerNeeds {
    static final long DELAY_NANOS = 5_000_000_000L;

    private final Source source;
    private final long[] neededNanos;
    private int asked;

    LayerNeeds(Source source) {
        this.source = source;
        neededNanos = new long[source.layers.length];
        // A publisher begins with all of them.
        asked = (1 << source.layers.length) - 1;
    }

    /** Tells the publisher if something changed. */
    void update(long nowNanos, Effects effects) {
        int now = 0;
        for (Layer layer : source.layers) {
            if (needed(layer)) {
                neededNanos[layer.index] = nowNanos;
                now |= 1 << layer.index;
            } else if ((asked & 1 << layer.index) != 0 && nowNanos - neededNanos[layer.index] < DELAY_NANOS) {
                now |= 1 << layer.index;
            }
        }
        if (now != asked) {
            asked = now;
            effects.emit(new ShardEvent.LayersNeeded(source.room.name, source.description.id(), rids(now)));
        }
    }

    private boolean needed(Layer layer) {
        if (source.room.tap != null && layer.index == source.layers.length - 1) {
            return true;
        }
        for (int s = 0; s < source.subscriptionCount(); s++) {
            Subscription subscription = source.subscription(s);
            if (takes(subscription.target(), layer) || takes(subscription.desired(), layer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean takes(Quality quality, Layer layer) {
        return quality != null && quality.layer == layer;
    }

    private List<String> rids(int mask) {
        List<String> rids = new ArrayList<>();
        for (Layer layer : source.layers) {
            if ((mask & 1 << layer.index) != 0) {
                rids.add(layer.rid);
            }
        }
        return rids;
    }
}
