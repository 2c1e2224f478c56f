package org.kachehri.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.recording.capture.CaptureHealth;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.recording.capture.LedgerEntry;
import org.kachehri.recording.capture.TrackHealth;

/** The captures of a bridge's rooms, with the product's recorder and settings. Used by one thread. */
final class RecordedRooms {

    private static final String SHARD = "media-0";
    private static final String RECORDER = "recorder-";

    private final MediaNode node;
    private final Map<String, CaptureRecorder> recorders = new HashMap<>();

    RecordedRooms(MediaNode node) {
        this.node = node;
    }

    void begin(String room, Path folder) throws IOException {
        CaptureRecorder recorder =
                CaptureRecorder.start(CaptureSettings.of(folder, room), Clock.systemUTC(), node.clock());
        recorders.put(room, recorder);
        node.submit(new ShardCommand.Tap(room, recorder));
    }

    String end(String room) throws IOException {
        node.submit(new ShardCommand.Tap(room, null));
        CaptureRecorder recorder = recorders.remove(room);
        CaptureResult result = recorder.finish();
        CaptureHealth health = recorder.health();
        long packets = health.tracks().values().stream()
                .mapToLong(TrackHealth::packets)
                .sum();
        long missing = result.ledger().stream().mapToLong(LedgerEntry::packets).sum();
        return "captured " + packets + " " + health.ringDropped() + " " + missing + " " + health.bytes();
    }

    String work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long shard = 0;
        long capture = 0;
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().equals(SHARD)) {
                shard += threads.getThreadCpuTime(each.getThreadId());
            } else if (each != null && each.getThreadName().startsWith(RECORDER)) {
                capture += threads.getThreadCpuTime(each.getThreadId());
            }
        }
        return "work " + node.counters().of(ShardCounters.Reason.TAPPED) + " "
                + node.counters().of(ShardCounters.Reason.FORWARDED) + " " + shard + " " + capture;
    }
}
