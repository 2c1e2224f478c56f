package org.kachehri.recording.capture;

import java.lang.foreign.MemorySegment;

/**
 * One packet of a capture.
 *
 * @param nanos arrival, nanoseconds since 1970
 * @param sequence RTP: extended sequence number (a source's first counts from 65 536 up); RTCP: -1
 * @param ssrc of its sender
 * @param bytes the RTP or RTCP packet; valid until the reader is closed
 * @param repaired it came as a retransmission
 */
public record CapturedPacket(long nanos, long sequence, long ssrc, MemorySegment bytes, boolean repaired) {}
