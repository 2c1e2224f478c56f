package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import org.kachehri.media.transport.CaptureRing;

/** Obeys what operators order about single peers. Not thread-safe. */
final class Watches {
    /** Half a MiB each. */
    private static final int MOST_RINGS = 16;

    /** The time of the present call into the shard, for every ring. */
    final CaptureRing.Now now = new CaptureRing.Now();

    /** Whether anything was ever to be lost on purpose: until then no datagram is asked whose it is. */
    boolean lossy;

    /** @param room null if there is none of that name */
    WatchOrder.Outcome obey(Room room, Iterable<Room> rooms, ShardCommand.OnPeer command) {
        Watch watch = room == null ? null : room.watches.get(command.peer());
        if (watch == null) {
            return new WatchOrder.Outcome.Refused("no such peer");
        }
        return switch (command.order()) {
            case WatchOrder.StartCapture ignored -> {
                if (watch.ring == null) {
                    if (rings(rooms) >= MOST_RINGS) {
                        yield new WatchOrder.Outcome.Refused("too many captures");
                    }
                    set(room, watch, new CaptureRing(Arena.ofAuto(), now));
                }
                yield new WatchOrder.Outcome.Done();
            }
            case WatchOrder.StopCapture ignored -> {
                set(room, watch, null);
                yield new WatchOrder.Outcome.Done();
            }
            case WatchOrder.Dump ignored ->
                watch.ring == null
                        ? new WatchOrder.Outcome.Refused("nothing is captured")
                        : new WatchOrder.Outcome.Dumped(watch.ring.packets());
            case WatchOrder.Lose lose -> {
                InjectedLoss loss =
                        lose.share() == 0 ? null : new InjectedLoss(lose.share(), lose.meanBurst(), lose.seed());
                if (lose.sending()) {
                    watch.sending = loss;
                } else {
                    watch.receiving = loss;
                }
                lossy |= loss != null;
                yield new WatchOrder.Outcome.Done();
            }
        };
    }

    private static void set(Room room, Watch watch, CaptureRing ring) {
        watch.ring = ring;
        for (TransportState transport : room.transports) {
            if (transport.watch == watch) {
                transport.capture();
            }
        }
    }

    private static int rings(Iterable<Room> rooms) {
        int count = 0;
        for (Room room : rooms) {
            for (Watch watch : room.watches.values()) {
                count += watch.ring == null ? 0 : 1;
            }
        }
        return count;
    }
}
