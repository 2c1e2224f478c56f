package org.kachehri.tests.network;

import java.util.List;
import org.kachehri.media.simulation.Impairment;
import org.kachehri.media.simulation.Link;

/** What connects a host with the middle of the network. May be used from any thread, while packets pass. */
public final class Line {
    /**
     * From a moment on, counted from the start of the script, the line is like this.
     *
     * @param atMillis from when on
     */
    public record Step(long atMillis, Impairment up, Impairment down) {}

    /** What one direction did with its packets; those that are neither lost nor overflowed arrive. */
    public record Counts(long sent, long lost, long overflowed) {
        private static Counts of(Link link) {
            return new Counts(link.sent(), link.lost(), link.overflowed());
        }
    }

    private final Router router;
    private final Link up;
    private final Link down;

    Line(Router router, Link up, Link down) {
        this.router = router;
        this.up = up;
        this.down = down;
    }

    /** From now on: {@code up} is what the host sends, {@code down} what it receives. Packets on their way aren't touched. */
    public void impair(Impairment toUp, Impairment toDown) {
        router.tell(() -> change(toUp, toDown));
    }

    /** Plays a script that begins now: each step happens at its time, on the network's own thread. */
    public void play(List<Step> script) {
        router.tell(() -> {
            for (Step step : script) {
                router.plan(step.atMillis() * 1_000_000L, () -> change(step.up(), step.down()));
            }
        });
    }

    public Counts up() {
        return router.ask(() -> Counts.of(up));
    }

    public Counts down() {
        return router.ask(() -> Counts.of(down));
    }

    private void change(Impairment toUp, Impairment toDown) {
        up.impairment(toUp);
        down.impairment(toDown);
    }
}
