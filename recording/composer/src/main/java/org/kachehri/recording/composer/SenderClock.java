package org.kachehri.recording.composer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;

/**
 * Says when a packet's content was taken, on the capture's clock. A sender's reports tie its RTP timestamps to its wall clock (RFC 3550
 * section 6.4.1), one wall clock for all tracks of a person, which keeps lips and voice together. The distance of that wall clock from ours
 * is the smallest one any report showed, that is with the least delay on the way. Without reports the packets' own arrivals serve the same way.
 */
public final class SenderClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private record Report(long ntpNanos, long rtpTimestamp) {}

    /** Reports of one source by arrival. */
    private final Map<Long, TreeMap<Long, Report>> reports = new HashMap<>();

    private final long offset;

    private SenderClock(long offset) {
        this.offset = offset;
    }

    /** The clock of a person from the sender reports of all of the person's tracks. */
    public static SenderClock of(List<CapturedPacket> senderReports) {
        long offset = Long.MAX_VALUE;
        List<CapturedPacket> usable = new ArrayList<>();
        for (CapturedPacket packet : senderReports) {
            MemorySegment bytes = packet.bytes();
            if (Rtcp.wellFormed(bytes, 0, (int) bytes.byteSize()) && Rtcp.type(bytes, 0) == Rtcp.SENDER_REPORT) {
                offset = Math.min(offset, packet.nanos() - ntpNanos(bytes));
                usable.add(packet);
            }
        }
        SenderClock clock = new SenderClock(offset);
        for (CapturedPacket packet : usable) {
            Report report = new Report(ntpNanos(packet.bytes()), SenderReport.rtpTimestamp(packet.bytes(), 0));
            clock.reports.computeIfAbsent(packet.ssrc(), any -> new TreeMap<>()).put(packet.nanos(), report);
        }
        return clock;
    }

    private static long ntpNanos(MemorySegment report) {
        return SenderReport.unixNanosOfNtp(SenderReport.ntpTimestamp(report, 0));
    }

    /** When the content of each packet was taken; never earlier than that of the packet before. */
    public long[] taken(CapturedTrack track, List<CapturedPacket> packets) {
        long[] taken = new long[packets.size()];
        int from = 0;
        while (from < packets.size()) {
            int to = from + 1;
            while (to < packets.size()
                    && packets.get(to).ssrc() == packets.get(from).ssrc()) {
                to++;
            }
            source(track.codec().clockRate(), packets, from, to, taken);
            from = to;
        }
        return taken;
    }

    private void source(int clockRate, List<CapturedPacket> packets, int from, int to, long[] taken) {
        TreeMap<Long, Report> known = reports.get(packets.get(from).ssrc());
        // Nanoseconds since the source's first packet by its own clock, and the least delay seen, if there is no
        // report.
        long first = timestamp(packets.get(from));
        long elapsed = 0;
        long previous = first;
        long leastDelay = Long.MAX_VALUE;
        for (int i = from; i < to; i++) {
            elapsed += (int) (timestamp(packets.get(i)) - previous);
            previous = timestamp(packets.get(i));
            taken[i] = elapsed * NANOS_PER_SECOND / clockRate;
            leastDelay = Math.min(leastDelay, packets.get(i).nanos() - taken[i]);
        }
        for (int i = from; i < to; i++) {
            if (known == null) {
                taken[i] += leastDelay;
            } else {
                Map.Entry<Long, Report> near = known.floorEntry(packets.get(i).nanos());
                Report report = near == null ? known.firstEntry().getValue() : near.getValue();
                long ticks = (int) (timestamp(packets.get(i)) - report.rtpTimestamp());
                taken[i] = report.ntpNanos() + offset + ticks * NANOS_PER_SECOND / clockRate;
            }
            if (i > 0) {
                taken[i] = Math.max(taken[i], taken[i - 1]);
            }
        }
    }

    private static long timestamp(CapturedPacket packet) {
        return RtpHeader.timestamp(packet.bytes(), 0);
    }
}
