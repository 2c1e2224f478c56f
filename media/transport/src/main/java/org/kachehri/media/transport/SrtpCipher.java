package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;

/**
 * One session key at work in one direction, for RTP or for RTCP. A packet is a header that is authenticated, a text that is also
 * encrypted, and a tag. {@code index} is ROC × 2^16 + sequence number (RTP) or the 31-bit SRTCP index; both profiles build their
 * initialization vector from it and the SSRC in the same way. All segments are native. Not thread-safe.
 */
interface SrtpCipher extends AutoCloseable {
    /**
     * Encrypts {@code text} and {@code padding} bytes of RTP padding behind the header that already stands at {@code header} of {@code out},
     * and writes the tag at {@code tag}.
     */
    void seal(
            MemorySegment out,
            long header,
            int headerLength,
            MemorySegment text,
            long textOffset,
            int textLength,
            int padding,
            long tag,
            long ssrc,
            long index);

    /**
     * Verifies a packet and decrypts its text to {@code outText}.
     *
     * @return false if the tag is wrong; {@code out} then holds garbage
     */
    boolean open(
            MemorySegment packet,
            long header,
            int headerLength,
            int textLength,
            long tag,
            MemorySegment out,
            long outText,
            long ssrc,
            long index);

    @Override
    void close();
}
