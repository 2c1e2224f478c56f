package org.kachehri.media.simulation;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.NetworkBytes;

/**
 * One packet of a picture, as its codec describes it (VP8: RFC 7741, VP9: RFC 9628, H.264: RFC 6184), and behind that in plain what
 * {@link SeenPictures} needs to tell whether a decoder could show it.
 *
 * @param ssrc whose picture it is
 * @param picture counts on from one to the next
 * @param encodings the layers of the picture, lowest first
 * @param layer of which this is a part
 * @param key whether the picture refers to no earlier one
 * @param first whether its part of the layer begins here
 * @param last whether its part of the layer ends here
 * @param endsPicture whether the picture ends here
 */
record EncodedPicture(
        long ssrc,
        int picture,
        List<SentStream.Encoding> encodings,
        int layer,
        boolean key,
        boolean first,
        boolean last,
        boolean endsPicture) {
    private static final int CONTENT_OFFSET = SentStream.NUMBER_OFFSET + Long.BYTES;

    /** Writes all but the packet's number. */
    void write(Codec codec, MemorySegment to, long at, int length) {
        switch (codec.name()) {
            case "VP8" -> writeVp8(to, at);
            case "VP9" -> writeVp9(to, at);
            case "H264" -> writeH264(to, at, length);
            default -> throw new IllegalArgumentException(codec.name());
        }
        long content = at + CONTENT_OFFSET;
        NetworkBytes.putU32(to, content, ssrc);
        NetworkBytes.putU32(to, content + 4, picture);
        NetworkBytes.putU8(to, content + 8, (key ? 1 : 0) | (first ? 2 : 0) | (last ? 4 : 0));
        NetworkBytes.putU8(to, content + 9, layer);
        NetworkBytes.putU16(to, content + 10, encodings.get(layer).height());
    }

    /** What {@link #write} left in a payload. */
    static SeenPictures.Part read(MemorySegment payload, long at, long timestamp, boolean marker) {
        long content = at + CONTENT_OFFSET;
        int flags = NetworkBytes.u8(payload, content + 8);
        return new SeenPictures.Part(
                timestamp,
                marker,
                NetworkBytes.u32(payload, content),
                (int) NetworkBytes.u32(payload, content + 4),
                NetworkBytes.u8(payload, content + 9),
                NetworkBytes.u16(payload, content + 10),
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0);
    }

    private void writeVp8(MemorySegment to, long at) {
        NetworkBytes.putU8(to, at, first ? 0x90 : 0x80);
        NetworkBytes.putU8(to, at + 1, 0x80);
        NetworkBytes.putU16(to, at + 2, 0x8000 | picture & 0x7FFF);
        NetworkBytes.putU24(to, at + 4, key ? 0x000000 : 0x010000);
        NetworkBytes.putU24(to, at + 7, 0x9D012A);
        NetworkBytes.putU16(
                to, at + 12, Short.reverseBytes((short) encodings.get(layer).height()) & 0xFFFF);
    }

    /** As Chromium's L3T1_KEY: upper layers refer to lower ones in key pictures only, which tell the size of every layer. */
    private void writeVp9(MemorySegment to, long at) {
        boolean structure = key && first && layer == 0;
        NetworkBytes.putU8(
                to, at, 0xA0 | (key ? 0 : 0x40) | (first ? 0x08 : 0) | (last ? 0x04 : 0) | (structure ? 0x02 : 0));
        NetworkBytes.putU16(to, at + 1, 0x8000 | picture & 0x7FFF);
        NetworkBytes.putU8(to, at + 3, layer << 1 | (key && layer > 0 ? 1 : 0));
        NetworkBytes.putU8(to, at + 4, picture);
        if (structure) {
            NetworkBytes.putU8(to, at + 5, encodings.size() - 1 << 5 | 0x10);
            for (int i = 0; i < encodings.size(); i++) {
                int height = encodings.get(i).height();
                NetworkBytes.putU16(to, at + 6 + 4L * i, height * 16 / 9);
                NetworkBytes.putU16(to, at + 8 + 4L * i, height);
            }
        }
    }

    /** A key picture begins with an aggregate of parameters; slices are fragmented. */
    private void writeH264(MemorySegment to, long at, int length) {
        if (!key || !first) {
            NetworkBytes.putU8(to, at, 0x7C);
            NetworkBytes.putU8(to, at + 1, (first ? 0x80 : last ? 0x40 : 0) | (key ? 5 : 1));
            return;
        }
        byte[] parameters = parameters(encodings.get(layer).height());
        NetworkBytes.putU8(to, at, 0x78);
        NetworkBytes.putU16(to, at + 1, parameters.length);
        MemorySegment.copy(MemorySegment.ofArray(parameters), 0, to, at + 3, parameters.length);
        long second = at + 3 + parameters.length;
        NetworkBytes.putU16(to, second, (int) (at + length - second - 2));
        NetworkBytes.putU8(to, second + 2, 0x68);
    }

    /** The sequence parameters of a constrained baseline of 16:9 (ITU-T H.264 section 7.3.2.1.1). */
    private static byte[] parameters(int height) {
        int rows = (height + 15) / 16;
        int columns = (height * 16 / 9 + 15) / 16;
        int cropped = (16 * rows - height) / 2;
        String bits = "1" + "1" + "011" + "010" + "0" + exponential(columns - 1) + exponential(rows - 1) + "11"
                + (cropped == 0 ? "0" : "1111" + exponential(cropped)) + "01";
        byte[] unit = new byte[4 + (bits.length() + 7) / 8];
        unit[0] = 0x67;
        unit[1] = 0x42;
        unit[2] = (byte) 0xC0;
        unit[3] = 0x1F;
        for (int i = 0; i < bits.length(); i++) {
            unit[4 + i / 8] |= (byte) (bits.charAt(i) == '1' ? 0x80 >>> i % 8 : 0);
        }
        return unit;
    }

    private static String exponential(int value) {
        String binary = Integer.toBinaryString(value + 1);
        return "0".repeat(binary.length() - 1) + binary;
    }
}
