package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.NetworkBytes;

/** What a datagram on the one UDP port is, by its first two bytes (RFC 7983 section 7, RFC 5761 section 4). */
public enum PacketKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN;

    public static PacketKind of(MemorySegment datagram, long offset, int length) {
        return length < 2 ? UNKNOWN : of(NetworkBytes.u8(datagram, offset), NetworkBytes.u8(datagram, offset + 1));
    }

    /** By the first and second byte, both 0-255; the second tells RTCP from RTP. */
    public static PacketKind of(int firstByte, int secondByte) {
        if (firstByte <= 3) {
            return STUN;
        }
        if (firstByte >= 20 && firstByte <= 63) {
            return DTLS;
        }
        if (firstByte >= 128 && firstByte <= 191) {
            return secondByte >= 192 && secondByte <= 223 ? RTCP : RTP;
        }
        return UNKNOWN;
    }
}
