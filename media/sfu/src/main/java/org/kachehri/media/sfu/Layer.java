package org.kachehri.media.sfu;

import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * One RTP stream of a source: the source itself, or one layer of its simulcast. Its numbering, what of it is missing, its last second,
 * and when its publisher is asked for a key frame. Not thread-safe.
 */
final class Layer {
    final Source source;

    /** From 0, the lowest quality. */
    final int index;

    /** Empty without simulcast. */
    final String rid;

    /** As the tap hears of it: every layer is a stream of its own there. */
    final SourceDescription described;

    final KeyframeRequests keyframes;
    private final boolean keyframesVisible;

    /** -1 until learnt. */
    long ssrc;

    long rtxSsrc;

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

    Layer(Source source, int index, String rid) {
        this.source = source;
        this.index = index;
        this.rid = rid;
        described = rid.isEmpty() ? source.description : source.description.layer(rid);
        keyframesVisible = Keyframes.visible(source.description.codec());
        keyframes = new KeyframeRequests(keyframesVisible);
        ssrc = described.ssrc();
        rtxSsrc = described.rtxSsrc();
        renumber();
    }

    /** Its publisher numbers anew: another SSRC. */
    void renumber() {
        sequences = new SequenceExtender();
        window = new ReceiveWindow();
        nacks = new NackTracker();
        statistics = new ReceiveStatistics(source.description.codec().clockRate());
        barrier = 0;
        reported = false;
        if (cache != null) {
            cache.clear();
        }
    }

    /** Whether we see where its key frames begin; of other codecs every packet is taken. */
    boolean keyframesVisible() {
        return keyframesVisible;
    }

    /** Nothing sent from now on is forwarded. */
    void pause() {
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

    /** When {@link Timers} has something to do for it. */
    long deadlineNanos() {
        return Math.min(nacks.deadlineNanos(), keyframes.deadlineNanos());
    }
}
