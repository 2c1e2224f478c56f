package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SequenceExtender;

/**
 * Seals what one transport sends (RFC 3711, RFC 7714). The rollover counter of each SSRC is found from its sequence numbers: the first packet
 * of a source must have ROC 0, later ones may be reordered by up to {@value #WINDOW}. <b>No index is sealed twice</b>: two packets under one
 * key and vector would betray the authentication key of GCM, so a retransmission goes by RTX or as the sealed bytes of before.
 *
 * <p>Segments must be native; 0 heap bytes a packet with libcrypto except for the first of an SSRC. Owned by one thread; close it to free
 * native memory.
 */
public final class SrtpSender implements AutoCloseable {
    /** The bytes aren't an RTP packet, or not well-formed RTCP. */
    public static final int MALFORMED = -1;

    /** This sequence number of this SSRC was sealed before. */
    public static final int ALREADY_SEALED = -2;

    /** Too far behind the highest sequence number to know that it wasn't sealed before. */
    public static final int TOO_OLD = -3;

    /** The transport sends from too many SSRCs already. */
    public static final int TOO_MANY_SOURCES = -5;

    /** The 2^31 RTCP packets of an SSRC are used up (RFC 3711 section 9.2); DTLS must rekey. */
    public static final int EXHAUSTED = -6;

    /** The send cache spans 1 024 packets, and a repaired packet may be forwarded that late. */
    private static final int WINDOW = 1024;

    private static final long MAX_RTCP_INDEX = 0x7FFF_FFFFL;

    private static final class Source {
        final ReplayWindow sealed = new ReplayWindow(WINDOW);
        long nextRtcpIndex = 1;
    }

    private final SrtpProfile profile;
    private final SrtpCipher rtp;
    private final SrtpCipher rtcp;
    private final SourceIndexes<Source> sources = new SourceIndexes<>(Source::new);

    private CaptureRing ring;

    public SrtpSender(SrtpKeys keys, CipherSuites suites) {
        profile = suites.effective(keys.profile());
        rtp = suites.cipher(
                keys.profile(), SessionKeys.rtp(keys.profile(), keys.localKey(), keys.localSalt()), false, true);
        rtcp = suites.cipher(
                keys.profile(), SessionKeys.rtcp(keys.profile(), keys.localKey(), keys.localSalt()), true, true);
    }

    /** Bytes that {@link #seal} adds to a packet. */
    public int overhead() {
        return profile.tagLength();
    }

    /** Bytes that {@link #sealRtcp} adds to a packet. */
    public int rtcpOverhead() {
        return profile.rtcpTrailerLength();
    }

    /**
     * Seals a whole plain RTP packet out of place.
     *
     * @return bytes written from {@code outOffset}: {@code length + overhead()}, or a negative reason
     */
    public int seal(MemorySegment plain, long offset, int length, MemorySegment out, long outOffset) {
        int header = RtpHeader.length(plain, offset, length);
        if (header < 0) {
            return MALFORMED;
        }
        MemorySegment.copy(plain, ValueLayout.JAVA_BYTE, offset, out, ValueLayout.JAVA_BYTE, outOffset, header);
        return seal(out, outOffset, header, plain, offset + header, length - header, 0);
    }

    /**
     * Seals a packet whose header, rewritten for this subscriber, already stands in {@code out}: the payload is shared by all subscribers
     * and encrypted straight from where it lies, never copied. {@code padding} bytes of RTP padding are added behind it; the header must
     * have its P bit set if there are any (and the payload must then come without padding of its own).
     *
     * @param padding 0-255
     * @return bytes of the packet from {@code outOffset}, or a negative reason
     */
    public int seal(
            MemorySegment out,
            long outOffset,
            int headerLength,
            MemorySegment payload,
            long payloadOffset,
            int payloadLength,
            int padding) {
        int length = headerLength + payloadLength + padding;
        check(payload, payloadOffset, payloadLength);
        check(out, outOffset, length + profile.tagLength());
        Objects.checkIndex(padding, 256);
        if (headerLength < RtpHeader.MIN_LENGTH) {
            return MALFORMED;
        }
        long ssrc = RtpHeader.ssrc(out, outOffset);
        Source source = source(ssrc);
        if (source == null) {
            return TOO_MANY_SOURCES;
        }
        int sequenceNumber = RtpHeader.sequenceNumber(out, outOffset);
        ReplayWindow sealed = source.sealed;
        long index = sealed.empty() ? sequenceNumber : SequenceExtender.nearest(sealed.highest(), sequenceNumber);
        if (index < 0) {
            return TOO_OLD;
        }
        int verdict = sealed.check(index);
        if (verdict != ReplayWindow.NEW) {
            return verdict == ReplayWindow.SEEN ? ALREADY_SEALED : TOO_OLD;
        }
        rtp.seal(
                out,
                outOffset,
                headerLength,
                payload,
                payloadOffset,
                payloadLength,
                padding,
                outOffset + length,
                ssrc,
                index);
        sealed.mark(index);
        if (ring != null) {
            ring.rtp(true, out, outOffset, headerLength, payload, payloadOffset, payloadLength, length);
        }
        return length + profile.tagLength();
    }

    /**
     * Seals a compound RTCP packet out of place; the index is counted per SSRC of its first packet.
     *
     * @return bytes written from {@code outOffset}, {@code length + rtcpOverhead()}, or a negative reason
     */
    public int sealRtcp(MemorySegment plain, long offset, int length, MemorySegment out, long outOffset) {
        if (length < Rtcp.HEADER_LENGTH) {
            return MALFORMED;
        }
        check(plain, offset, length);
        check(out, outOffset, length + profile.rtcpTrailerLength());
        long ssrc = Rtcp.senderSsrc(plain, offset);
        Source source = source(ssrc);
        if (source == null) {
            return TOO_MANY_SOURCES;
        }
        if (source.nextRtcpIndex > MAX_RTCP_INDEX) {
            return EXHAUSTED;
        }
        long index = source.nextRtcpIndex++;
        if (ring != null) {
            ring.rtcp(true, plain, offset, length);
        }
        int header = Rtcp.HEADER_LENGTH;
        MemorySegment.copy(plain, ValueLayout.JAVA_BYTE, offset, out, ValueLayout.JAVA_BYTE, outOffset, header);
        // GCM: tag, then word (RFC 7714 section 9.2); counter mode: word, then tag (RFC 3711 section 3.4).
        long end = outOffset + length;
        boolean wordFirst = profile == SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        rtcp.seal(
                out,
                outOffset,
                header,
                plain,
                offset + header,
                length - header,
                0,
                wordFirst ? end + 4 : end,
                ssrc,
                index);
        if (profile != SrtpProfile.NULL) {
            NetworkBytes.putU32(out, wordFirst ? end : end + profile.tagLength(), index | 0x8000_0000L);
        }
        return length + profile.rtcpTrailerLength();
    }

    private Source source(long ssrc) {
        Source source = sources.find(ssrc);
        return source == null ? sources.add(ssrc) : source;
    }

    /** Ciphers work on raw addresses, so nothing but this stands between a wrong length and foreign memory. */
    static void check(MemorySegment segment, long offset, long length) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("SRTP works on native segments");
        }
        Objects.checkFromIndexSize(offset, length, segment.byteSize());
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
