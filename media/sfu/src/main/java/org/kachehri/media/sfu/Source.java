package org.kachehri.media.sfu;

import java.util.Arrays;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * One published stream: its numbering, what of it is missing, its last second, who gets it and when its publisher is asked for a
 * key frame. Not thread-safe.
 */
final class Source {
    final SourceDescription description;
    final TransportState transport;
    final Room room;
    final KeyframeRequests keyframes;

    /** -1 until learnt. */
    long ssrc;

    long rtxSsrc;
    boolean muted;
    SequenceExtender sequences;
    ReceiveWindow window;
    NackTracker nacks;
    ReceiveStatistics statistics;

    /** Null until somebody subscribes: the recorder alone needs no retransmissions from us. */
    SendCache cache;

    /** Packets below it were sent while the source was muted or the room paused: they never come later. */
    long barrier;

    long reportNtp;
    long reportTimestamp;
    long reportNanos;
    boolean reported;

    private Subscription[] subscriptions = new Subscription[4];
    private int subscriptionCount;

    Source(SourceDescription description, TransportState transport, Room room) {
        this.description = description;
        this.transport = transport;
        this.room = room;
        keyframes = new KeyframeRequests(keyframesVisible());
        ssrc = description.ssrc();
        rtxSsrc = description.rtxSsrc();
        renumber();
    }

    /** Its publisher numbers anew: another SSRC. */
    void renumber() {
        sequences = new SequenceExtender();
        window = new ReceiveWindow();
        nacks = new NackTracker();
        statistics = new ReceiveStatistics(description.codec().clockRate());
        barrier = 0;
        reported = false;
        if (cache != null) {
            cache.clear();
        }
        for (int i = 0; i < subscriptionCount; i++) {
            subscriptions[i].restart();
        }
    }

    boolean video() {
        return description.kind() == MediaKind.VIDEO;
    }

    /** Whether we see where its key frames begin; of other codecs every packet is taken. */
    boolean keyframesVisible() {
        return description.codec().name().equalsIgnoreCase("VP8");
    }

    /** Nothing sent from now on is forwarded: muted or paused. */
    void pause() {
        for (int i = 0; i < subscriptionCount; i++) {
            subscriptions[i].pause();
        }
        nacks.clear();
        if (cache != null) {
            cache.clear();
        }
    }

    /** Forwarding again; what was sent before stays where it is. */
    void resume() {
        pause();
        barrier = sequences.started() ? sequences.highest() + 1 : 0;
    }

    void add(Subscription subscription, SendSlots slots, ShardCounters counters) {
        if (subscriptionCount == subscriptions.length) {
            subscriptions = Arrays.copyOf(subscriptions, 2 * subscriptionCount);
        }
        subscriptions[subscriptionCount++] = subscription;
        subscription.attach(this);
        if (cache == null) {
            cache = new SendCache(description.kind(), slots, counters);
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

    /** When {@link Timers} has something to do for it. */
    long deadlineNanos() {
        return Math.min(nacks.deadlineNanos(), keyframes.deadlineNanos());
    }

    void release() {
        while (subscriptionCount > 0) {
            remove(subscriptions[subscriptionCount - 1]);
        }
        if (cache != null) {
            cache.clear();
        }
    }
}
