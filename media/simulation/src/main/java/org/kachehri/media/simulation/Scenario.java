package org.kachehri.media.simulation;

/** What befalls the lines of a reception of three, and what must come through nevertheless. Beside what it says here, sound and recording are whole. */
public enum Scenario {
    LOSS_5(Lines.WIDE.withLoss(0.05), 1.2, 360),
    LOSS_10(Lines.WIDE.withLoss(0.10), 1.2, 180),
    LOSS_20(Lines.WIDE.withLoss(0.20), 1.2, 180),

    /** 250 ms there and back, and 30 ms of jitter: it takes as long to see anything at all. */
    FAR(Lines.WIDE.withDelay(125, 30), 1.5, 720),
    REORDERED(Lines.WIDE.withReordering(0.05, 30), 1.2, 720),
    DUPLICATED(Lines.WIDE.withDuplication(0.1), 1.2, 720),

    /** From 3 Mbit/s to 400 kbit/s and back: the picture that fits is there within 3 s, the best within 10 s. */
    FALL(Lines.FALLING, 3, 720) {
        @Override
        Impairment chairsLine(double second) {
            return second >= 12 && second < 22 ? Lines.NARROW : Lines.FALLING;
        }
    },

    /** Nothing arrives for two seconds. */
    OUTAGE(Lines.WIDE, 4, 720) {
        @Override
        Impairment chairsLine(double second) {
            return second >= 12 && second < 14 ? Lines.WIDE.withLoss(1) : Lines.WIDE;
        }
    };

    /** Of virtual time. */
    public static final int SECONDS = 36;

    private static final class Lines {
        private static final Impairment WIDE = Impairment.good().withRate(4_000_000, 160_000);
        private static final Impairment FALLING = Impairment.good().withRate(3_000_000, 120_000);
        private static final Impairment NARROW = Impairment.good().withRate(400_000, 40_000);
    }

    /** Everyone's, both ways. */
    final Impairment line;

    /** For so long the chair's picture of the citizen may stand still. */
    final double stillSeconds;

    /** At least so high it is. */
    final int height;

    /** So many packets of a track may be beyond repair: of the 7 000 of the best layer, one in five lost and each asked for again and again. */
    final int unrecorded;

    Scenario(Impairment line, double stillSeconds, int height) {
        this.line = line;
        unrecorded = line.loss() >= 0.2 ? 3 : 0;
        this.stillSeconds = stillSeconds;
        this.height = height;
    }

    /** The chair's line down at this second. */
    Impairment chairsLine(double second) {
        return line;
    }
}
