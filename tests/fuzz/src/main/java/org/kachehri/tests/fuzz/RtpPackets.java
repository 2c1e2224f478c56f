package org.kachehri.tests.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.RtpHeader;

/** Any bytes as an RTP packet with header extensions; and what copying, replacing and padding must keep. */
final class RtpPackets {
    /** A new block header, an element of 16 bytes and its padding: what {@link HeaderExtensions#copyReplacing} may add. */
    private static final int GROWTH = 24;

    private static final int MID = 4;
    private static final MemorySegment VALUE = MemorySegment.ofArray(new byte[HeaderExtensions.MAX_VALUE_LENGTH]);

    private RtpPackets() {}

    static void check(byte[] input) {
        Bytes.readEverywhere(input, RtpPackets::read);
        MemorySegment packet = MemorySegment.ofArray(input);
        int header = RtpHeader.length(packet, 0, input.length);
        if (header != RtpHeader.MALFORMED) {
            for (int valueLength = 1; valueLength <= HeaderExtensions.MAX_VALUE_LENGTH; valueLength += 5) {
                replace(packet, input.length, header, valueLength);
            }
            pad(input, header);
        }
    }

    private static List<Object> read(MemorySegment packet, long offset, int length) {
        List<Object> told = new ArrayList<>();
        int header = RtpHeader.length(packet, offset, length);
        told.add(header);
        if (header == RtpHeader.MALFORMED) {
            return told;
        }
        Bytes.expect(header >= RtpHeader.MIN_LENGTH && header <= length, "a header of " + header);
        int padding = RtpHeader.paddingLength(packet, offset, length, header);
        Bytes.expect(padding >= RtpHeader.MALFORMED && padding <= length - header, "padding of " + padding);
        told.add(padding);
        told.add(RtpHeader.marker(packet, offset));
        told.add(RtpHeader.payloadType(packet, offset));
        told.add(RtpHeader.sequenceNumber(packet, offset));
        told.add(RtpHeader.timestamp(packet, offset));
        told.add(RtpHeader.ssrc(packet, offset));
        for (long element = HeaderExtensions.first(packet, offset, length);
                element != HeaderExtensions.NONE;
                element = HeaderExtensions.next(packet, offset, length, element)) {
            long end = HeaderExtensions.valueOffset(offset, element) + HeaderExtensions.valueLength(element);
            Bytes.expect(end <= offset + header, "an element beyond the header");
            told.add(element);
            told.add(HeaderExtensions.audioLevel(packet, offset, element));
            told.add(HeaderExtensions.voiceActivity(packet, offset, element));
            told.add(HeaderExtensions.find(packet, offset, length, HeaderExtensions.id(element)));
        }
        return told;
    }

    private static void replace(MemorySegment packet, int length, int header, int valueLength) {
        MemorySegment out = MemorySegment.ofArray(new byte[length + GROWTH]);
        int copied = HeaderExtensions.copyReplacing(packet, 0, length, header, 1, out, 0, MID, VALUE, 0, valueLength);
        int newHeader = RtpHeader.length(out, 0, copied);
        Bytes.expect(newHeader != RtpHeader.MALFORMED, "the copy is malformed");
        Bytes.expect(copied - newHeader == length - header, "the payload's length changed");
        Bytes.expect(
                out.asSlice(newHeader, copied - newHeader).mismatch(packet.asSlice(header, length - header)) < 0,
                "the payload changed");
        long put = HeaderExtensions.find(out, 0, copied, MID);
        Bytes.expect(
                put != HeaderExtensions.NONE && HeaderExtensions.valueLength(put) == valueLength, "nothing was put");
        Bytes.expect(HeaderExtensions.find(out, 0, copied, 1) == HeaderExtensions.NONE, "nothing was dropped");
        for (long element = HeaderExtensions.first(packet, 0, length);
                element != HeaderExtensions.NONE;
                element = HeaderExtensions.next(packet, 0, length, element)) {
            kept(packet, element, out, copied);
        }
    }

    private static void kept(MemorySegment packet, long element, MemorySegment out, int copied) {
        int id = HeaderExtensions.id(element);
        int valueLength = HeaderExtensions.valueLength(element);
        boolean fits =
                id <= HeaderExtensions.MAX_ID && valueLength > 0 && valueLength <= HeaderExtensions.MAX_VALUE_LENGTH;
        if (id == 1 || id == MID || !fits) {
            return;
        }
        MemorySegment value = packet.asSlice(HeaderExtensions.valueOffset(0, element), valueLength);
        for (long copy = HeaderExtensions.first(out, 0, copied);
                copy != HeaderExtensions.NONE;
                copy = HeaderExtensions.next(out, 0, copied, copy)) {
            MemorySegment other =
                    out.asSlice(HeaderExtensions.valueOffset(0, copy), HeaderExtensions.valueLength(copy));
            if (HeaderExtensions.id(copy) == id && other.mismatch(value) < 0) {
                return;
            }
        }
        throw new AssertionError("element " + id + " was lost");
    }

    private static void pad(byte[] input, int header) {
        MemorySegment packet = MemorySegment.ofArray(input);
        int padding = RtpHeader.paddingLength(packet, 0, input.length, header);
        if (padding == RtpHeader.MALFORMED) {
            return;
        }
        int target = input.length + 100;
        MemorySegment longer = MemorySegment.ofArray(new byte[target]);
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, 0, longer, ValueLayout.JAVA_BYTE, 0, input.length);
        int padded = RtpHeader.pad(longer, 0, input.length, target);
        int newPadding = RtpHeader.paddingLength(longer, 0, padded, header);
        Bytes.expect(padded - newPadding == input.length - padding, "padding ate into the payload");
    }
}
