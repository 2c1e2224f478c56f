package org.kachehri.media.simulation;

/**
 * How bad one direction of a line is.
 *
 * @param loss probability that a packet is lost, 0-1
 * @param burstBegin probability that a packet begins a burst in which everything is lost (Gilbert's model)
 * @param burstEnd probability that a packet ends it
 * @param delayNanos one way
 * @param jitterNanos at most this much more, evenly; order is kept
 * @param reordering probability that a packet is overtaken: it waits {@code reorderingNanos} longer
 * @param bitsPerSecond 0 is without limit
 * @param queueBytes what waits for a limited line; more is dropped
 * @param duplication probability that a packet that arrives, arrives twice
 */
public record Impairment(
        double loss,
        double burstBegin,
        double burstEnd,
        long delayNanos,
        long jitterNanos,
        double reordering,
        long reorderingNanos,
        long bitsPerSecond,
        int queueBytes,
        double duplication) {
    private static final long MILLISECOND_NANOS = 1_000_000L;

    /** No line at all: what is sent has arrived. */
    public static Impairment none() {
        return good().withDelay(0, 0);
    }

    /** A good line: 20 ms one way, nothing else. */
    public static Impairment good() {
        return new Impairment(0, 0, 1, 20 * MILLISECOND_NANOS, 0, 0, 0, 0, 0, 0);
    }

    public Impairment withLoss(double probability) {
        return new Impairment(
                probability,
                burstBegin,
                burstEnd,
                delayNanos,
                jitterNanos,
                reordering,
                reorderingNanos,
                bitsPerSecond,
                queueBytes,
                duplication);
    }

    /** Bursts that last {@code packets} on average. */
    public Impairment withBursts(double begin, double packets) {
        return new Impairment(
                loss,
                begin,
                1 / packets,
                delayNanos,
                jitterNanos,
                reordering,
                reorderingNanos,
                bitsPerSecond,
                queueBytes,
                duplication);
    }

    public Impairment withDelay(long delayMillis, long jitterMillis) {
        return new Impairment(
                loss,
                burstBegin,
                burstEnd,
                delayMillis * MILLISECOND_NANOS,
                jitterMillis * MILLISECOND_NANOS,
                reordering,
                reorderingNanos,
                bitsPerSecond,
                queueBytes,
                duplication);
    }

    public Impairment withReordering(double probability, long millis) {
        return new Impairment(
                loss,
                burstBegin,
                burstEnd,
                delayNanos,
                jitterNanos,
                probability,
                millis * MILLISECOND_NANOS,
                bitsPerSecond,
                queueBytes,
                duplication);
    }

    public Impairment withRate(long rateBitsPerSecond, int waitingBytes) {
        return new Impairment(
                loss,
                burstBegin,
                burstEnd,
                delayNanos,
                jitterNanos,
                reordering,
                reorderingNanos,
                rateBitsPerSecond,
                waitingBytes,
                duplication);
    }

    public Impairment withDuplication(double probability) {
        return new Impairment(
                loss,
                burstBegin,
                burstEnd,
                delayNanos,
                jitterNanos,
                reordering,
                reorderingNanos,
                bitsPerSecond,
                queueBytes,
                probability);
    }
}
