package org.kachehri.media.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HeapTest {
    private static final long GAP_NANOS = 2_000_000L;
    private static final int PACKETS = 200_000;

    private final SentPackets sent = new SentPackets();
    private final BandwidthEstimator estimator = new BandwidthEstimator(sent, 2_500_000);
    private final Probing probing = new Probing(estimator, sent);
    private final Pacer pacer = new Pacer(2_500_000);
    private final FeedbackBuilder receiver = new FeedbackBuilder();
    private final MemorySegment packet = MemorySegment.ofArray(new byte[1200]);
    private long now;

    @Test
    void aPacketTakesNothingFromTheHeap() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // Interpreted and compiling code allocates for its own purposes: the best of some rounds is the code's.
        for (int round = 0; round < 10 && least > PACKETS / 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            packets();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least / (PACKETS / 10), least + " bytes for " + PACKETS + " packets");
    }

    private void packets() {
        probing.wanted(15_000_000);
        for (int i = 0; i < PACKETS; i++) {
            now += GAP_NANOS;
            probing.tick(now);
            pacer.bytes(now);
            pacer.sent(1_200);
            int number = sent.sent(1_200, probing.cluster(), now);
            probing.sent(1_200, now);
            if (i % 50 != 0) {
                receiver.received(number, i % 8 == 0, now);
            }
            while (receiver.due(now)) {
                receiver.write(packet, 0, 1200, 1, 2, now);
                if (estimator.feedback(packet, 0, now + 20_000_000L)) {
                    probing.feedback(now);
                }
                pacer.estimate(estimator.estimateBps(), now);
            }
            estimator.tick(now);
        }
    }
}
