package org.kachehri.media.congestion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which layer of each wanted stream is sent to one receiver, as {@code docs/media/allocation.md} tells; the numbers in the comments are its rules. A value:
 * {@link #of} is a pure function, any thread.
 */
public final class Allocation {
    /** The layer of a stream that isn't sent. */
    public static final int PAUSED = -1;

    /** The time since the switch of a stream that was never sent to this receiver. */
    public static final long NEW = Long.MAX_VALUE;

    /** A stream that was switched is left alone for so long before it goes up. */
    public static final long STABLE_NANOS = 3_000_000_000L;

    /** A stream that was paused comes back no sooner. */
    public static final long PAUSE_NANOS = 1_000_000_000L;

    /** What a step up must leave free. */
    static final double HEADROOM = 1.15;

    /** By how much what a stream has may exceed the estimate. */
    static final double KEEPING = 1.1;

    /** The classes, in the order in which they count (rule 1). */
    public enum Priority {
        AUDIO,
        CHAIR,
        CITIZEN,
        DOCUMENT_OR_SCREEN,
        OTHER
    }

    /**
     * One layer of a stream.
     *
     * @param bps measured lately; 0 if it isn't being sent
     * @param height in lines; 0 for audio
     */
    public record Layer(long bps, int height) {}

    /**
     * A stream that the receiver wants.
     *
     * @param layers from the least upwards, at least one
     * @param wantedHeight in lines; 0 if it isn't shown; means nothing for audio
     * @param current the layer it has, or {@link #PAUSED}
     * @param sinceSwitchNanos time since {@code current} changed, or {@link #NEW}
     */
    public record Wanted(Priority priority, List<Layer> layers, int wantedHeight, int current, long sinceSwitchNanos) {
        public Wanted {
            layers = List.copyOf(layers);
        }
    }

    private final int[] layers;
    private long totalBps;
    private int nextStream = -1;
    private int nextLayer = PAUSED;
    private long nextCostBps;

    private Allocation(int streams) {
        layers = new int[streams];
        Arrays.fill(layers, PAUSED);
    }

    /** Decides for all streams wanted over one line; within a class they count in the order of the list. */
    public static Allocation of(long estimateBps, List<Wanted> wanted) {
        Allocation allocation = new Allocation(wanted.size());
        List<Climber> climbers = new ArrayList<>();
        for (int stream = 0; stream < wanted.size(); stream++) {
            climbers.add(new Climber(stream, wanted.get(stream)));
        }
        climbers.sort(Comparator.comparing(climber -> climber.wanted.priority()));
        while (!climbers.isEmpty()) {
            // Rule 6: one round, one step each. Rule 7: who can't climb stays, and the next is tried.
            climbers.removeIf(climber -> !allocation.step(climber, estimateBps));
        }
        return allocation;
    }

    /** Takes the stream's next layer if the rules allow it. */
    private boolean step(Climber climber, long estimateBps) {
        if (climber.reached == climber.candidates.size()) {
            return false;
        }
        Wanted wanted = climber.wanted;
        int layer = climber.candidates.get(climber.reached);
        long rate = wanted.layers().get(layer).bps();
        long before = layers[climber.stream] == PAUSED
                ? 0
                : wanted.layers().get(layers[climber.stream]).bps();
        long cost = totalBps - before + rate;
        boolean lowest = climber.reached == 0;
        boolean voice = wanted.priority() == Priority.AUDIO && lowest;
        boolean up = layer > wanted.current();
        if (!voice) {
            double needed = up ? lowest ? cost : HEADROOM * cost : cost / KEEPING;
            if (needed > estimateBps) {
                refused(climber.stream, layer, cost);
                return false;
            }
            if (up && wanted.sinceSwitchNanos() < (lowest ? PAUSE_NANOS : STABLE_NANOS)) {
                return false;
            }
        }
        layers[climber.stream] = layer;
        totalBps = cost;
        climber.reached++;
        return true;
    }

    private void refused(int stream, int layer, long costBps) {
        if (nextStream < 0) {
            nextStream = stream;
            nextLayer = layer;
            nextCostBps = costBps;
        }
    }

    /** The layer of stream {@code stream} of the list, or {@link #PAUSED}. */
    public int layer(int stream) {
        return layers[stream];
    }

    /** Bits a second of everything that is sent. */
    public long totalBps() {
        return totalBps;
    }

    /** The stream whose step bandwidth refused first; -1 if all have what they may have (rule 12). */
    public int nextStream() {
        return nextStream;
    }

    /** The layer that step would have reached; {@link #PAUSED} if there is none. */
    public int nextLayer() {
        return nextLayer;
    }

    /** Bits a second that the line would have to carry for that step, the headroom not included: what {@link Probing} probes for; 0 if there is none. */
    public long nextCostBps() {
        return nextCostBps;
    }

    /** A stream and how far up its layers it came. */
    private static final class Climber {
        private final int stream;
        private final Wanted wanted;
        private final List<Integer> candidates = new ArrayList<>();
        private int reached;

        private Climber(int stream, Wanted wanted) {
            this.stream = stream;
            this.wanted = wanted;
            boolean audio = wanted.priority() == Priority.AUDIO;
            if (!audio && wanted.wantedHeight() == 0) {
                return;
            }
            int limit = audio ? Integer.MAX_VALUE : coveringHeight(wanted);
            for (int layer = 0; layer < wanted.layers().size(); layer++) {
                Layer candidate = wanted.layers().get(layer);
                if (audio || (candidate.bps() > 0 && candidate.height() <= limit)) {
                    candidates.add(layer);
                }
            }
        }

        /** The height of the smallest layer that covers what is wanted (rule 4). */
        private static int coveringHeight(Wanted wanted) {
            return wanted.layers().stream()
                    .filter(layer -> layer.bps() > 0 && layer.height() >= wanted.wantedHeight())
                    .mapToInt(Layer::height)
                    .min()
                    .orElse(Integer.MAX_VALUE);
        }
    }
}
