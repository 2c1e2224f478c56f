package org.kachehri.bench;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.congestion.Allocation;
import org.kachehri.media.congestion.BandwidthEstimator;
import org.kachehri.media.congestion.FeedbackBuilder;
import org.kachehri.media.congestion.Pacer;
import org.kachehri.media.congestion.Probing;
import org.kachehri.media.congestion.SentPackets;

/**
 * What congestion control costs each packet: the sender's half (pacing, probing, numbering, its share of feedback and estimate) and the receiver's half
 * (arrival and its share of writing feedback) together, on one thread in virtual time; and what one allocation for a reception of six costs.
 */
final class EstimateBenchmark {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int PACKETS = 2_000_000;
    private static final int ALLOCATIONS = 200_000;
    private static final int PACKET_BYTES = 1_200;

    /** 2.5 Mbit/s. */
    private static final long GAP_NANOS = 3_840_000L;

    private static final long WAY_NANOS = 20_000_000L;

    private final SentPackets sent = new SentPackets();
    private final BandwidthEstimator estimator = new BandwidthEstimator(sent, BandwidthEstimator.POINT_START_BPS);
    private final Pacer pacer = new Pacer(BandwidthEstimator.POINT_START_BPS);
    private final Probing probing = new Probing(estimator, sent);
    private final FeedbackBuilder receiver = new FeedbackBuilder();
    private final MemorySegment feedback = MemorySegment.ofArray(new byte[PACKET_BYTES]);
    private long nowNanos = 1;
    private long paced;

    private EstimateBenchmark() {}

    static void run() {
        EstimateBenchmark benchmark = new EstimateBenchmark();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Double> nanos = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            benchmark.packets();
            long took = System.nanoTime() - start;
            bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
            if (round >= 0) {
                nanos.add((double) took / PACKETS);
                heap.add((double) bytes / PACKETS);
            }
        }
        System.out.println("The estimate ended at " + benchmark.estimator.estimateBps() + " bit/s, " + benchmark.paced
                + " packets were paced.");
        Figures figures = new Figures();
        figures.set("estimate.allocation_us", allocationMicros(), "us");
        figures.set("estimate.packet_ns", Figures.median(nanos), "ns");
        figures.set("estimate.heap_bytes", Figures.median(heap), "bytes");
        figures.print();
    }

    private void packets() {
        for (int i = 0; i < PACKETS; i++) {
            nowNanos += GAP_NANOS;
            if (pacer.bytes(nowNanos) > 0) {
                pacer.sent(PACKET_BYTES);
                paced++;
            }
            probing.tick(nowNanos);
            int number = sent.sent(PACKET_BYTES, probing.cluster(), nowNanos);
            probing.sent(PACKET_BYTES, nowNanos);
            receiver.received(number, (i & 7) == 7, nowNanos + WAY_NANOS);
            while (receiver.due(nowNanos + WAY_NANOS)) {
                receiver.write(feedback, 0, PACKET_BYTES, 1, 2, nowNanos + WAY_NANOS);
                if (estimator.feedback(feedback, 0, nowNanos + 2 * WAY_NANOS)) {
                    probing.feedback(nowNanos + 2 * WAY_NANOS);
                }
                pacer.estimate(estimator.estimateBps(), nowNanos);
            }
        }
    }

    /** Six people with sound and a camera of three layers each, at a line that carries half of it. */
    private static double allocationMicros() {
        List<Allocation.Wanted> wanted = new ArrayList<>();
        List<Allocation.Layer> camera = List.of(
                new Allocation.Layer(150_000, 180),
                new Allocation.Layer(500_000, 360),
                new Allocation.Layer(1_500_000, 720));
        List<Allocation.Layer> sound = List.of(new Allocation.Layer(32_000, 0));
        for (int person = 0; person < 6; person++) {
            Allocation.Priority priority = person == 0 ? Allocation.Priority.CHAIR : Allocation.Priority.CITIZEN;
            wanted.add(new Allocation.Wanted(Allocation.Priority.AUDIO, sound, 0, 0, Allocation.NEW));
            wanted.add(new Allocation.Wanted(priority, camera, 720, 1, Allocation.STABLE_NANOS));
        }
        List<Double> micros = new ArrayList<>();
        long total = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < ALLOCATIONS; i++) {
                total += Allocation.of(2_500_000 + i % 2_500_000, wanted).totalBps();
            }
            if (round >= 0) {
                micros.add((System.nanoTime() - start) / 1e3 / ALLOCATIONS);
            }
        }
        System.out.println(
                "An allocation gave " + total / ALLOCATIONS / (ROUNDS + WARM_UP_ROUNDS) + " bit/s on average.");
        return Figures.median(micros);
    }
}
