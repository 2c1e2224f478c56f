package org.kachehri.media.simulation;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.SourceDescription;

/** The recorder's ear in a simulation: remembers which packets it heard. */
final class SimulatedRecorder implements PacketTap {
    /** What was heard of one source, by the number that its payload carries. */
    static final class Track {
        final BitSet numbers = new BitSet();
        long packets;
        long repaired;
        long senderReports;
        boolean wrong;

        /** Packets between the first and the last heard that never came. */
        int gaps() {
            return numbers.isEmpty() ? 0 : numbers.length() - numbers.nextSetBit(0) - numbers.cardinality();
        }
    }

    final Map<String, Track> tracks = new LinkedHashMap<>();

    @Override
    public void rtp(
            long arrivalNanos,
            String sourceId,
            SourceDescription source,
            MemorySegment plain,
            long offset,
            int length,
            boolean repaired) {
        Track track = tracks.get(sourceId);
        int header = RtpHeader.length(plain, offset, length);
        long number = NetworkBytes.i64(plain, offset + header + SentStream.NUMBER_OFFSET);
        track.wrong |= (number & 0xFFFF) != RtpHeader.sequenceNumber(plain, offset)
                || RtpHeader.payloadType(plain, offset) != source.payloadType()
                || track.numbers.get((int) number);
        track.numbers.set((int) number);
        track.packets++;
        track.repaired += repaired ? 1 : 0;
    }

    @Override
    public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {
        tracks.get(sourceId).senderReports++;
    }

    @Override
    public void source(SourceDescription source) {
        tracks.computeIfAbsent(source.id(), id -> new Track());
    }
}
