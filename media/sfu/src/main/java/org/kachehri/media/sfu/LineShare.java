package org.kachehri.media.sfu;

import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.congestion.Allocation;

/**
 * Shares a subscriber's line among what it shows ({@code docs/media/allocation.md}): gathers what {@link Allocation} asks for and gives
 * each subscription the layer that it may have. Runs a few times a second for a line, not per packet. No state.
 */
final class LineShare {
    static final long INTERVAL_NANOS = 250_000_000L;

    private LineShare() {}

    static void share(long nowNanos, TransportState transport) {
        List<Subscription> wanting = new ArrayList<>();
        List<Allocation.Wanted> wanted = new ArrayList<>();
        for (Subscription subscription : transport.subscriptions.values()) {
            if (subscription.source != null) {
                wanting.add(subscription);
                wanted.add(subscription.wanted(nowNanos));
            }
        }
        Line line = transport.line;
        Allocation allocation = Allocation.of(line.estimator.estimateBps(), wanted);
        for (int i = 0; i < wanting.size(); i++) {
            wanting.get(i).allow(allocation.layer(i));
        }
        line.probing.wanted(allocation.nextCostBps());
    }
}
