package org.kachehri.recording.lease;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.SourceDescription;

/**
 * What the room's one tap hears, for every recorder that writes at the moment. Heard on the shard's thread, which only reads one
 * reference a packet; the reception's thread changes it.
 */
final class TapSplitter implements PacketTap {
    private volatile PacketTap[] taps = {};

    void to(List<? extends PacketTap> recorders) {
        taps = recorders.toArray(PacketTap[]::new);
    }

    @Override
    public void rtp(
            long arrivalNanos,
            String sourceId,
            SourceDescription source,
            MemorySegment plain,
            long offset,
            int length,
            boolean repaired) {
        PacketTap[] now = taps;
        for (int i = 0; i < now.length; i++) {
            now[i].rtp(arrivalNanos, sourceId, source, plain, offset, length, repaired);
        }
    }

    @Override
    public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {
        for (PacketTap tap : taps) {
            tap.rtcp(arrivalNanos, sourceId, plain, offset, length);
        }
    }

    @Override
    public void source(SourceDescription source) {
        for (PacketTap tap : taps) {
            tap.source(source);
        }
    }
}
