package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * Opens what one transport receives (RFC 3711, RFC 7714): authenticates, refuses replays within a window of {@value #WINDOW} packets a source,
 * decrypts out of place. Hostile bytes give a negative reason, never an exception, and change no state. {@code out} may hold garbage after a
 * refusal.
 *
 * <p>Segments must be native; 0 heap bytes a packet with libcrypto except for the first of an SSRC. Owned by one thread; close it to free
 * native memory.
 */
public final class SrtpReceiver implements AutoCloseable {
    /** Not an RTP packet, too short, not well-formed RTCP, or RTCP without encryption. */
    public static final int MALFORMED = -1;

    /** Seen before. */
    public static final int REPLAYED = -2;

    /** Below the replay window: it can't be told from a replay. */
    public static final int TOO_OLD = -3;

    /** The tag is wrong. */
    public static final int FORGED = -4;

    /** Authentic, but the peer uses too many SSRCs already. */
    public static final int TOO_MANY_SOURCES = -5;

    /** At 1 000 packets a second of one source: half a second of reordering; 64 bytes. */
    private static final int WINDOW = 512;

    private static final class Source {
        final ReplayWindow rtp = new ReplayWindow(WINDOW);
        final ReplayWindow rtcp = new ReplayWindow(WINDOW);
    }

    private final SrtpProfile profile;
    private final SrtpCipher rtp;
    private final SrtpCipher rtcp;
    private final SourceIndexes<Source> sources = new SourceIndexes<>(Source::new);

    private CaptureRing ring;

    public SrtpReceiver(SrtpKeys keys, CipherSuites suites) {
        profile = suites.effective(keys.profile());
        rtp = suites.cipher(
                keys.profile(), SessionKeys.rtp(keys.profile(), keys.remoteKey(), keys.remoteSalt()), false, false);
        rtcp = suites.cipher(
                keys.profile(), SessionKeys.rtcp(keys.profile(), keys.remoteKey(), keys.remoteSalt()), true, false);
    }

    /**
     * Opens an SRTP packet.
     *
     * @return bytes of the plain RTP packet at {@code outOffset}, or a negative reason
     */
    public int open(MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
        SrtpSender.check(packet, offset, length);
        int plainLength = length - profile.tagLength();
        int header = RtpHeader.length(packet, offset, plainLength);
        if (header < 0) {
            return MALFORMED;
        }
        SrtpSender.check(out, outOffset, plainLength);
        long ssrc = RtpHeader.ssrc(packet, offset);
        Source source = sources.find(ssrc);
        int sequenceNumber = RtpHeader.sequenceNumber(packet, offset);
        long index = source == null || source.rtp.empty()
                ? sequenceNumber
                : SequenceExtender.nearest(source.rtp.highest(), sequenceNumber);
        if (index < 0) {
            return TOO_OLD;
        }
        int refusal = source == null ? 0 : refusal(source.rtp, index);
        if (refusal < 0) {
            return refusal;
        }
        boolean authentic = rtp.open(
                packet,
                offset,
                header,
                plainLength - header,
                offset + plainLength,
                out,
                outOffset + header,
                ssrc,
                index);
        if (!authentic) {
            return FORGED;
        }
        if (source == null) {
            source = sources.add(ssrc);
            if (source == null) {
                return TOO_MANY_SOURCES;
            }
        }
        source.rtp.mark(index);
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, out, ValueLayout.JAVA_BYTE, outOffset, header);
        if (ring != null) {
            ring.rtp(out, outOffset, plainLength);
        }
        return plainLength;
    }

    /**
     * Opens an SRTCP packet; what comes out is well-formed ({@link Rtcp#wellFormed}).
     *
     * @return bytes of the plain compound packet at {@code outOffset}, or a negative reason
     */
    public int openRtcp(MemorySegment packet, long offset, int length, MemorySegment out, long outOffset) {
        SrtpSender.check(packet, offset, length);
        int plainLength = length - profile.rtcpTrailerLength();
        if (plainLength < Rtcp.HEADER_LENGTH) {
            return MALFORMED;
        }
        SrtpSender.check(out, outOffset, plainLength);
        int header = Rtcp.HEADER_LENGTH;
        long ssrc = Rtcp.senderSsrc(packet, offset);
        Source source = sources.find(ssrc);
        long index = 0;
        long tag = offset + plainLength;
        if (profile != SrtpProfile.NULL) {
            boolean wordFirst = profile == SrtpProfile.AES_CM_128_HMAC_SHA1_80;
            long word = NetworkBytes.u32(packet, wordFirst ? tag : tag + profile.tagLength());
            // Without the E flag it is in the clear: authentic at best, and nobody we talk to has a reason for it.
            if ((word & 0x8000_0000L) == 0) {
                return MALFORMED;
            }
            index = word & 0x7FFF_FFFFL;
            tag = wordFirst ? tag + 4 : tag;
            int refusal = source == null ? 0 : refusal(source.rtcp, index);
            if (refusal < 0) {
                return refusal;
            }
        }
        boolean authentic =
                rtcp.open(packet, offset, header, plainLength - header, tag, out, outOffset + header, ssrc, index);
        if (!authentic) {
            return FORGED;
        }
        if (source == null) {
            source = sources.add(ssrc);
            if (source == null) {
                return TOO_MANY_SOURCES;
            }
        }
        if (profile != SrtpProfile.NULL) {
            source.rtcp.mark(index);
        }
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, out, ValueLayout.JAVA_BYTE, outOffset, header);
        if (ring != null) {
            ring.rtcp(false, out, outOffset, plainLength);
        }
        return Rtcp.wellFormed(out, outOffset, plainLength) ? plainLength : MALFORMED;
    }

    private static int refusal(ReplayWindow window, long index) {
        return switch (window.check(index)) {
            case ReplayWindow.SEEN -> REPLAYED;
            case ReplayWindow.TOO_OLD -> TOO_OLD;
            default -> 0;
        };
    }

    /** Keeps a copy of the beginning of every packet from now on; null ends it. */
    public void capture(CaptureRing into) {
        ring = into;
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
