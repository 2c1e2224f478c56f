package org.kachehri.bench;

import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kachehri.media.rtp.RtpHeader;

/** When each packet was sent, by SSRC and in order: the numbers of a source begin with 0 and have no gap. Any thread. */
final class SentPackets {

    private final Clock clock;
    private final Map<Long, List<Long>> nanosOfSource = new HashMap<>();

    /** @param clock by which the capture's stamps go */
    SentPackets(Clock clock) {
        this.clock = clock;
    }

    synchronized void sent(MemorySegment plain) {
        long now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        nanosOfSource
                .computeIfAbsent(RtpHeader.ssrc(plain, 0), any -> new ArrayList<>())
                .add(now);
    }

    /** SSRC → nanoseconds since 1970 at which the packet of each number left. */
    synchronized Map<Long, List<Long>> bySource() {
        Map<Long, List<Long>> copy = new HashMap<>();
        nanosOfSource.forEach((ssrc, nanos) -> copy.put(ssrc, List.copyOf(nanos)));
        return copy;
    }
}
