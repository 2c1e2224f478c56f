package org.kachehri.media.congestion;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** A sender of video frames at the estimate, paced, over a {@link Bottleneck} to a receiver that gives feedback; virtual time, seeded. */
final class VirtualCall {
    private static final long STEP_NANOS = 1_000_000L;
    private static final long FRAME_NANOS = 33_333_333L;
    private static final int PACKET_BYTES = 1_200;
    private static final int PADDING_BYTES = 330;

    private record Arrival(long nanos, int sequence, boolean marker) {}

    private record Feedback(long nanos, MemorySegment packet) {}

    private record Waiting(int bytes, boolean marker) {}

    final Bottleneck line;
    final SentPackets sent = new SentPackets();
    final BandwidthEstimator estimator;
    final Probing probing;
    final FeedbackBuilder receiver = new FeedbackBuilder();
    long backDelayNanos = 30_000_000L;
    boolean feedbackArrives = true;
    /** What the layers of the cameras wanted cost together; empty: nothing is probed for. */
    long[] ladder = {};

    long padding;
    double maxBps = Double.MAX_VALUE;
    long nowNanos = 1_000_000_000_000L;

    private final Random random;
    private final Pacer pacer;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final PriorityQueue<Arrival> underway = new PriorityQueue<>(Comparator.comparingLong(Arrival::nanos));
    private final ArrayDeque<Feedback> back = new ArrayDeque<>();
    private final MemorySegment out = MemorySegment.ofArray(new byte[1200]);
    private long nextFrameNanos = nowNanos;

    VirtualCall(long seed, double lineBps, long startBps) {
        random = new Random(seed);
        line = new Bottleneck(lineBps, random);
        estimator = new BandwidthEstimator(sent, startBps);
        probing = new Probing(estimator, sent);
        pacer = new Pacer(startBps);
    }

    void runSeconds(double seconds) {
        long end = nowNanos + (long) (seconds * 1e9);
        while (nowNanos < end) {
            nowNanos += STEP_NANOS;
            receive();
            encode();
            probe();
            send();
        }
    }

    private void receive() {
        while (!underway.isEmpty() && underway.peek().nanos() <= nowNanos) {
            Arrival arrival = underway.poll();
            receiver.received(arrival.sequence(), arrival.marker(), arrival.nanos());
        }
        while (receiver.due(nowNanos)) {
            int length = receiver.write(out, 0, 1200, 1, 2, nowNanos);
            MemorySegment packet = MemorySegment.ofArray(new byte[length]);
            MemorySegment.copy(out, 0, packet, 0, length);
            if (feedbackArrives) {
                back.add(new Feedback(nowNanos + backDelayNanos, packet));
            }
        }
        while (!back.isEmpty() && back.peek().nanos() <= nowNanos) {
            if (estimator.feedback(back.poll().packet(), 0, nowNanos)) {
                probing.feedback(nowNanos);
            }
        }
        estimator.tick(nowNanos);
        pacer.estimate(estimator.estimateBps(), nowNanos);
    }

    /** A frame of the size that the estimate allows, give or take a fifth. */
    private void encode() {
        if (nowNanos < nextFrameNanos) {
            return;
        }
        nextFrameNanos += FRAME_NANOS;
        double bps = Math.min((double) estimator.estimateBps(), maxBps);
        int bytes = (int) (bps / 8 * FRAME_NANOS / 1e9 * (0.8 + 0.4 * random.nextDouble()));
        while (bytes > 0) {
            int packet = Math.min(bytes, PACKET_BYTES);
            bytes -= packet;
            queue.add(new Waiting(Math.max(packet, 80), bytes <= 0));
        }
    }

    private void send() {
        while (!queue.isEmpty() && pacer.bytes(nowNanos) >= queue.peek().bytes()) {
            Waiting packet = queue.poll();
            pacer.sent(packet.bytes());
            transmit(packet.bytes(), packet.marker());
        }
        while (probing.bytes(nowNanos) > 0) {
            padding += PADDING_BYTES;
            transmit(PADDING_BYTES, false);
        }
    }

    private void probe() {
        long next = 0;
        for (int i = ladder.length - 1; i >= 0 && Allocation.HEADROOM * ladder[i] > estimator.estimateBps(); i--) {
            next = ladder[i];
        }
        probing.wanted(next);
        probing.tick(nowNanos);
    }

    private void transmit(int bytes, boolean marker) {
        int sequence = sent.sent(bytes, probing.cluster(), nowNanos);
        probing.sent(bytes, nowNanos);
        long arrival = line.arrivalNanos(bytes, nowNanos);
        if (arrival != Bottleneck.LOST) {
            underway.add(new Arrival(arrival, sequence, marker));
        }
    }
}
