package org.kachehri.media.sfu;

import org.kachehri.media.sfu.ShardEvent.TransportMeasured;

/**
 * How one peer connection's line fares, told every {@link #INTERVAL_NANOS}: what was lost of what the peer sent us, what it says was
 * lost of what we sent it, and the round trip. Lost is lost on the first try, whether or not a retransmission repaired it later. Not
 * thread-safe.
 */
final class LineMeter {
    /** Two receiver reports of a browser (one a second), and seldom enough to cost an idle shard nothing. */
    static final long INTERVAL_NANOS = 3_000_000_000L;

    /** More new packets between two reports of one stream are a stream that began anew, not ten seconds of the fastest. */
    private static final long MOST_EXPECTED = 100_000;

    private long dueNanos;
    private long expectedBefore;
    private long receivedBefore;
    private double reportedExpected;
    private double reportedLost;
    private long roundTripNanos;

    /** One report block of the peer about a stream of ours (RFC 3550 section 6.4.1). */
    void reported(OutgoingStream stream, int fractionLost, long highest) {
        long expected = highest - stream.reportedHighest & 0xFFFF_FFFFL;
        boolean first = stream.reportedHighest < 0;
        stream.reportedHighest = highest;
        if (!first && expected <= MOST_EXPECTED) {
            reportedExpected += expected;
            reportedLost += expected * fractionLost / 256.0;
        }
    }

    /** A report gave the round trip. */
    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /** Tells if it is time; the answer is when it is again. */
    long tell(long nowNanos, TransportState transport, Effects effects) {
        if (!transport.connected()) {
            return Long.MAX_VALUE;
        }
        if (nowNanos >= dueNanos) {
            boolean begun = dueNanos > 0;
            dueNanos = nowNanos + INTERVAL_NANOS;
            double received = takeReceivedLoss(transport);
            if (begun) {
                double sent = reportedExpected > 0 ? reportedLost / reportedExpected : Double.NaN;
                effects.emit(new TransportMeasured(transport.id, received, sent, roundTripNanos));
            }
            // Told once: who says nothing any more mustn't count as near for what was said long ago.
            roundTripNanos = 0;
            reportedExpected = 0;
            reportedLost = 0;
        }
        return dueNanos;
    }

    private double takeReceivedLoss(TransportState transport) {
        long expected = 0;
        long received = 0;
        for (int i = 0; i < transport.sources.size(); i++) {
            for (Layer layer : transport.sources.get(i).layers) {
                expected += layer.statistics.expected();
                received += layer.statistics.received();
            }
        }
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        // Fewer than before: a source went or began anew, and the difference says nothing.
        return expectedNow <= 0 ? Double.NaN : Math.clamp((double) lostNow / expectedNow, 0, 1);
    }
}
