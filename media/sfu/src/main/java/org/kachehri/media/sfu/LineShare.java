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
        long soundBps = 0;
        long redundancyBps = 0;
        for (Subscription subscription : transport.subscriptions.values()) {
            if (subscription.source != null) {
                wanting.add(subscription);
                if (!subscription.source.video()) {
                    soundBps += subscription.source.qualities[0].activity.bitsPerSecond();
                    redundancyBps += subscription.redundancyBps();
                }
            }
        }
        Line line = transport.line;
        long estimateBps = line.estimator.estimateBps();
        boolean first =
                Redundancy.beforePictures(estimateBps, soundBps, redundancyBps, nowNanos - transport.soundLostNanos);
        for (Subscription subscription : wanting) {
            wanted.add(subscription.wanted(nowNanos, first));
        }
        Allocation allocation = Allocation.of(estimateBps, wanted);
        transport.redundancy = first
                || Redundancy.besidePictures(estimateBps, allocation.totalBps(), redundancyBps, transport.redundancy);
        for (int i = 0; i < wanting.size(); i++) {
            wanting.get(i).allow(allocation.layer(i));
        }
        long nextBps = allocation.nextCostBps();
        boolean withheld = redundancyBps > 0 && !transport.redundancy;
        line.probing.wanted(nextBps == 0 && withheld ? allocation.totalBps() + redundancyBps : nextBps);
    }
}
