package org.kachehri.media.congestion;

/**
 * Finds out whether a line carries the next layer somebody wants, before it is sent: a cluster of packets leaves at the rate that the layer would need, 15 %
 * over its cost, for at least 5 packets and 15 ms, filled up with padding; if it arrives as quickly as it left, the estimate is raised to
 * that rate. After a failure it waits 3 s, then half as long again each time, up to 4 s, unless the estimate rises by itself. It doesn't probe while the line is
 * troubled. One for each peer that we send to. Not thread-safe; allocates nothing after construction.
 *
 * <p>While {@link #cluster} isn't {@link SentPackets#NO_CLUSTER}, every packet that leaves must carry it in {@link SentPackets#sent} and be told to {@link
 * #sent}; media counts, and what {@link #bytes} still asks for is padding. The pacer isn't asked for that.
 */
public final class Probing {
    /** A cluster has at least so many packets, and lasts at least so long (libwebrtc). */
    static final int MIN_PACKETS = 5;

    static final long MIN_NANOS = 15_000_000L;

    static final long FIRST_BACK_OFF_NANOS = 3_000_000_000L;
    static final long MAX_BACK_OFF_NANOS = 4_000_000_000L;

    /** A success that the line regrets within this time was a failure. */
    private static final long TRIAL_NANOS = 5_000_000_000L;

    /** After a success the delay gets a second to speak before the next layer is probed for. */
    private static final long SETTLE_NANOS = 1_000_000_000L;

    /** The line must have been without trouble for a second. */
    private static final long QUIET_NANOS = 1_000_000_000L;

    /** A sender that has nothing to fill the cluster with gives it up. */
    private static final long MAX_CLUSTER_NANOS = 500_000_000L;

    /** Feedback later than this after the cluster's end doesn't count. */
    private static final long JUDGE_NANOS = 1_000_000_000L;

    private static final double BACK_OFF_FACTOR = 1.5;

    /** An estimate that rose so far above what the failure found by itself tells of another line: the back-off is over. */
    private static final double RECOVERED = 1.15;

    private static final double HEADROOM = Allocation.HEADROOM;

    /** Less than 80 % of a cluster's packets prove nothing. */
    private static final double MIN_RECEIVED = 0.8;

    /** Arrival at less than 90 % of the rate of sending means that the line was full; then it carries a little less than what arrived. */
    private static final double MIN_RATIO = 0.9;

    private static final double FULL_LINE = 0.95;

    /** A result between this and success may be jitter's: the next cluster is twice as long, for at most {@link #MAX_NANOS}. */
    private static final double NEARLY = 0.6;

    private static final long MAX_NANOS = 4 * MIN_NANOS;

    /** Of so many packets the last to arrive isn't waited for: it may have been overtaken. */
    private static final int MANY_PACKETS = 10;

    /** Clusters that arrive in less than a millisecond were held up and released by something. */
    private static final long MIN_ARRIVAL_NANOS = 1_000_000L;

    /** Less isn't worth a packet. */
    private static final int MIN_BYTES = 250;

    private static final double SECOND_NANOS = 1e9;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private enum State {
        IDLE,
        SENDING,
        JUDGING
    }

    private final BandwidthEstimator estimator;
    private final SentPackets sent;
    private State state = State.IDLE;
    private long costBps;
    private long nextNanos = Long.MIN_VALUE;
    private long backOffNanos = FIRST_BACK_OFF_NANOS;
    private long provenNanos = NEVER;
    private double failedBps = Double.MAX_VALUE;

    private int cluster;
    private double targetBps;
    private long lengthNanos = MIN_NANOS;
    private long startNanos;
    private long endNanos;
    private int sentPackets;
    private long sentBytes;

    private int arrivedPackets;
    private long arrivedBytes;
    private long firstArrivalNanos;
    private long lastArrivalNanos;
    private int lastArrivedBytes;
    private long lastButOneNanos;
    private int firstArrivedBytes;
    private long firstSentNanos;
    private long lastSentNanos;
    private int lastSentBytes;

    private long clusters;
    private long successes;

    public Probing(BandwidthEstimator estimator, SentPackets sent) {
        this.estimator = estimator;
        this.sent = sent;
    }

    /** What the next wanted layer would make the line carry ({@link Allocation#nextCostBps}); 0 if nothing more is wanted. */
    public void wanted(long bps) {
        costBps = bps;
    }

    /** Time went by, or feedback came: begins a cluster, or gives one up. */
    public void tick(long nowNanos) {
        switch (state) {
            case IDLE -> begin(nowNanos);
            case SENDING -> {
                if (nowNanos - startNanos > MAX_CLUSTER_NANOS) {
                    failed(nowNanos);
                }
            }
            case JUDGING -> {
                if (nowNanos - endNanos > JUDGE_NANOS) {
                    judge(nowNanos);
                }
            }
        }
    }

    private void begin(long nowNanos) {
        if (provenNanos != NEVER) {
            if (estimator.troubledSince(provenNanos, nowNanos)) {
                failed(nowNanos);
            } else if (nowNanos - provenNanos >= TRIAL_NANOS) {
                provenNanos = NEVER;
                backOffNanos = FIRST_BACK_OFF_NANOS;
            }
        }
        if (estimator.estimateBps() > RECOVERED * failedBps) {
            failedBps = Double.MAX_VALUE;
            nextNanos = nowNanos;
            backOffNanos = FIRST_BACK_OFF_NANOS;
        }
        if (!useful() || nowNanos < nextNanos || estimator.troubledSince(nowNanos - QUIET_NANOS, nowNanos)) {
            return;
        }
        state = State.SENDING;
        cluster = cluster == Integer.MAX_VALUE ? 1 : cluster + 1;
        clusters++;
        targetBps = HEADROOM * costBps;
        startNanos = nowNanos;
        sentPackets = 0;
        sentBytes = 0;
        arrivedPackets = 0;
        arrivedBytes = 0;
        firstArrivalNanos = Long.MAX_VALUE;
        lastArrivalNanos = Long.MIN_VALUE;
        lastButOneNanos = Long.MIN_VALUE;
        firstSentNanos = Long.MAX_VALUE;
        lastSentNanos = Long.MIN_VALUE;
    }

    /** Whether a probe could prove something that is wanted and not known. */
    private boolean useful() {
        double target = HEADROOM * costBps;
        return costBps > 0
                && target > estimator.estimateBps()
                && target <= BandwidthEstimator.MAX_BPS
                && estimator.roundTripNanos() > 0;
    }

    /** When {@link #tick} has something to do or {@link #bytes} asks for more; {@link Long#MAX_VALUE} if only {@link #wanted} or feedback can change that. */
    public long deadlineNanos() {
        return switch (state) {
            case IDLE -> useful() ? nextNanos : Long.MAX_VALUE;
            case SENDING -> startNanos + (long) (sentBytes * 8 / targetBps * SECOND_NANOS) + 1;
            case JUDGING -> endNanos + JUDGE_NANOS + 1;
        };
    }

    /** The cluster that packets leaving now belong to, or {@link SentPackets#NO_CLUSTER}. */
    public int cluster() {
        return state == State.SENDING ? cluster : SentPackets.NO_CLUSTER;
    }

    /** How many bytes more should leave now; 0 if none. */
    public int bytes(long nowNanos) {
        if (state != State.SENDING) {
            return 0;
        }
        double due = (nowNanos - startNanos) / SECOND_NANOS * targetBps / 8 - sentBytes;
        return due < 0 ? 0 : Math.max((int) due, MIN_BYTES);
    }

    /** A packet of the running cluster left. */
    public void sent(int bytes, long nowNanos) {
        if (state != State.SENDING) {
            return;
        }
        sentPackets++;
        sentBytes += bytes;
        if (sentPackets >= MIN_PACKETS
                && nowNanos - startNanos >= lengthNanos
                && sentBytes * 8 >= targetBps * (lengthNanos / SECOND_NANOS)) {
            state = State.JUDGING;
            endNanos = nowNanos;
        }
    }

    /** Feedback came and {@link BandwidthEstimator#feedback} accepted it. */
    public void feedback(long nowNanos) {
        if (state == State.IDLE) {
            return;
        }
        for (int i = 0; i < sent.acknowledged(); i++) {
            if (sent.cluster(i) == cluster) {
                arrived(sent.sentNanos(i), sent.arrivalNanos(i), sent.bytes(i));
            }
        }
        if (state == State.JUDGING && arrivedPackets == sentPackets) {
            judge(nowNanos);
        }
    }

    private void arrived(long leftNanos, long arrivalNanos, int bytes) {
        arrivedPackets++;
        arrivedBytes += bytes;
        if (arrivalNanos < firstArrivalNanos) {
            firstArrivalNanos = arrivalNanos;
            firstArrivedBytes = bytes;
        }
        if (arrivalNanos >= lastArrivalNanos) {
            lastButOneNanos = lastArrivalNanos;
            lastArrivalNanos = arrivalNanos;
            lastArrivedBytes = bytes;
        } else {
            lastButOneNanos = Math.max(lastButOneNanos, arrivalNanos);
        }
        firstSentNanos = Math.min(firstSentNanos, leftNanos);
        if (leftNanos >= lastSentNanos) {
            lastSentNanos = leftNanos;
            lastSentBytes = bytes;
        }
    }

    private void judge(long nowNanos) {
        long left = lastSentNanos - firstSentNanos;
        boolean many = arrivedPackets >= MANY_PACKETS;
        long came = Math.max((many ? lastButOneNanos : lastArrivalNanos) - firstArrivalNanos, MIN_ARRIVAL_NANOS);
        if (arrivedPackets < MIN_RECEIVED * sentPackets || arrivedPackets < 2 || left <= 0) {
            failed(nowNanos);
            return;
        }
        double sendBps = (arrivedBytes - lastSentBytes) * 8 * SECOND_NANOS / left;
        double receiveBps =
                (arrivedBytes - firstArrivedBytes - (many ? lastArrivedBytes : 0)) * 8 * SECOND_NANOS / came;
        double proven = receiveBps < MIN_RATIO * sendBps ? FULL_LINE * receiveBps : sendBps / MIN_RATIO;
        estimator.proven((long) Math.ceil(Math.min(proven, targetBps)), nowNanos);
        if (proven < targetBps) {
            failed(nowNanos);
            failedBps = Math.max(failedBps, proven);
            lengthNanos = proven < NEARLY * targetBps ? MIN_NANOS : Math.min(2 * lengthNanos, MAX_NANOS);
            return;
        }
        lengthNanos = MIN_NANOS;
        successes++;
        state = State.IDLE;
        provenNanos = nowNanos;
        nextNanos = nowNanos + SETTLE_NANOS;
    }

    private void failed(long nowNanos) {
        state = State.IDLE;
        provenNanos = NEVER;
        failedBps = estimator.estimateBps();
        nextNanos = nowNanos + backOffNanos;
        backOffNanos = Math.min((long) (BACK_OFF_FACTOR * backOffNanos), MAX_BACK_OFF_NANOS);
    }

    /** Clusters begun. */
    public long clusters() {
        return clusters;
    }

    /** Clusters that proved what they were to prove. */
    public long successes() {
        return successes;
    }
}
