package org.kachehri.media.sfu;

/**
 * Makes one continuous stream (RFC 3550 section 5.1) of the layers that a subscriber gets one after the other. Numbers are the layer's plus
 * a constant, so that loss stays visible and repairs find their place; the constants change only where forwarding begins anew
 * (subscription, another layer, mute, pause, a new SSRC of the publisher) and, of a stream with spatial layers, by what is left out of it. Not
 * thread-safe.
 */
final class Numbering {
    private final OutgoingStream out;

    /** Null while nothing is forwarded. */
    private Layer current;

    /** Whose timestamps {@link #timestampDelta} is for; null when it must be found anew. */
    private Layer timed;

    private long startSequence;
    private long sequenceDelta;
    private long timestampDelta;

    /** Null where packets aren't left out. */
    private SpatialSelection selection;

    Numbering(OutgoingStream out) {
        this.out = out;
    }

    /** The layer that is forwarded, or null. */
    Layer current() {
        return current;
    }

    /** Which packets of the layer are left out, or null where none are. */
    SpatialSelection selection() {
        return selection;
    }

    /** Forwarding begins, or goes on, with this packet of a layer. */
    void begin(Layer layer, long sequence, long timestamp, long nowNanos) {
        startSequence = sequence;
        sequenceDelta = out.highest + 1 - sequence;
        if (timed != layer) {
            timestampDelta = timestampDelta(layer, timestamp, nowNanos);
            timed = layer;
        }
        current = layer;
        if (selection != null) {
            selection.begin(sequence);
        }
    }

    /**
     * Between layers that both reported their clocks time goes on exactly, so that sound and picture stay in step; else by as much as
     * passed here.
     */
    private long timestampDelta(Layer layer, long timestamp, long nowNanos) {
        int clockRate = layer.source.description.codec().clockRate();
        if (timed != null && timed.reported && layer.reported) {
            long apart = layer.reportNtp - timed.reportNtp;
            long ticks = (apart >> 32) * clockRate + ((apart & 0xFFFF_FFFFL) * clockRate >> 32);
            long delta = timestampDelta + timed.reportTimestamp + ticks - layer.reportTimestamp;
            if (out.isLater(timestamp + delta)) {
                return delta;
            }
        }
        return out.timestampDelta(timestamp, clockRate, nowNanos);
    }

    /** Nothing is forwarded for now; numbers go on without a hole afterwards. */
    void stop() {
        current = null;
    }

    /** A layer's publisher numbers anew. */
    void renumbered(Layer layer) {
        if (current == layer) {
            current = null;
        }
        if (timed == layer) {
            timed = null;
        }
    }

    /** Another source, or another incarnation of it; {@code spatial} if its stream may carry spatial layers. */
    void reset(boolean spatial) {
        current = null;
        timed = null;
        selection = spatial ? new SpatialSelection() : null;
    }

    /** Whether the packet was sent after forwarding began. */
    boolean reaches(long sequence) {
        return sequence >= startSequence;
    }

    long outSequence(long sequence) {
        return sequence + sequenceDelta - (selection == null ? 0 : selection.leftOut(sequence));
    }

    long outTimestamp(long timestamp) {
        return timestamp + timestampDelta & 0xFFFF_FFFFL;
    }

    /** The layer's number of one of ours, or -1 for one from before the present beginning. */
    long layerSequence(long outSequence) {
        long number = outSequence - sequenceDelta;
        long sequence = selection == null ? number : selection.sequenceOf(number);
        return current != null && sequence >= startSequence ? sequence : -1;
    }
}
