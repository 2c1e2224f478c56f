package org.kachehri.tests.fuzz;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.Av1Payload;
import org.kachehri.media.rtp.H264Payload;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.media.rtp.Vp9Payload;

/** Any bytes as a payload of each codec; and what rewriting and stripping must keep. */
final class Payloads {
    /** RFC 9628 section 4.2.1: three bits that count from one. */
    private static final int MOST_SPATIAL_LAYERS = 8;

    private Payloads() {}

    static void vp8(byte[] input) {
        Bytes.readEverywhere(input, Payloads::readVp8);
        MemorySegment payload = MemorySegment.ofArray(input.clone());
        int length = input.length;
        int bits = Vp8Payload.pictureIdBits(payload, 0, length);
        boolean indexed = Vp8Payload.tl0PictureIndex(payload, 0, length) != Vp8Payload.NONE;
        List<Object> before = readVp8(payload, 0, length);
        Vp8Payload.rewritePictures(payload, 0, length, 0xA5A5, 0x5A);
        Bytes.expect(
                Vp8Payload.pictureId(payload, 0, length) == (bits == 0 ? Vp8Payload.NONE : 0xA5A5 & ((1 << bits) - 1))
                        && (!indexed || Vp8Payload.tl0PictureIndex(payload, 0, length) == 0x5A),
                "the numbers aren't read as written");
        Vp8Payload.rewritePictures(payload, 0, length, (int) before.get(0), (int) before.get(1));
        Bytes.expect(payload.mismatch(MemorySegment.ofArray(input)) < 0, "rewriting back leaves a difference");
    }

    private static List<Object> readVp8(MemorySegment payload, long offset, int length) {
        int descriptor = Vp8Payload.descriptorLength(payload, offset, length);
        Bytes.expect(
                descriptor == Vp8Payload.NONE || (descriptor >= 1 && descriptor <= length),
                "a descriptor of " + descriptor);
        return List.of(
                Vp8Payload.pictureId(payload, offset, length),
                Vp8Payload.tl0PictureIndex(payload, offset, length),
                descriptor,
                Vp8Payload.startsFrame(payload, offset, length),
                Vp8Payload.startsKeyframe(payload, offset, length),
                Vp8Payload.width(payload, offset, length),
                Vp8Payload.height(payload, offset, length));
    }

    static void vp9(byte[] input) {
        Bytes.readEverywhere(input, Payloads::readVp9);
        MemorySegment payload = MemorySegment.ofArray(input.clone());
        int length = input.length;
        int bits = Vp9Payload.pictureIdBits(payload, 0, length);
        boolean indexed = Vp9Payload.tl0PictureIndex(payload, 0, length) != Vp9Payload.NONE;
        List<Object> before = readVp9(payload, 0, length);
        Vp9Payload.rewritePictures(payload, 0, length, 0xA5A5, 0x5A);
        Bytes.expect(
                Vp9Payload.pictureId(payload, 0, length) == (bits == 0 ? Vp9Payload.NONE : 0xA5A5 & ((1 << bits) - 1))
                        && (!indexed || Vp9Payload.tl0PictureIndex(payload, 0, length) == 0x5A),
                "the numbers aren't read as written");
        Vp9Payload.rewritePictures(payload, 0, length, (int) before.get(0), (int) before.get(1));
        Bytes.expect(payload.mismatch(MemorySegment.ofArray(input)) < 0, "rewriting back leaves a difference");
    }

    private static List<Object> readVp9(MemorySegment payload, long offset, int length) {
        int descriptor = Vp9Payload.descriptorLength(payload, offset, length);
        Bytes.expect(
                descriptor == Vp9Payload.NONE || (descriptor >= 1 && descriptor <= length),
                "a descriptor of " + descriptor);
        List<Object> told = new ArrayList<>();
        told.add(Vp9Payload.pictureId(payload, offset, length));
        told.add(Vp9Payload.tl0PictureIndex(payload, offset, length));
        told.add(descriptor);
        told.add(Vp9Payload.spatialLayer(payload, offset, length));
        told.add(Vp9Payload.startsPicture(payload, offset, length));
        told.add(Vp9Payload.endsFrame(payload, offset, length));
        told.add(Vp9Payload.startsKeyframe(payload, offset, length));
        for (int i = -1; i <= MOST_SPATIAL_LAYERS; i++) {
            told.add(Vp9Payload.height(payload, offset, length, i));
        }
        return told;
    }

    static void h264(byte[] input) {
        Bytes.readEverywhere(
                input,
                (payload, offset, length) -> List.of(
                        H264Payload.height(payload, offset, length),
                        H264Payload.startsKeyframe(payload, offset, length)));
    }

    static void av1(byte[] input) {
        Bytes.readEverywhere(
                input, (bytes, offset, length) -> List.of(Av1Payload.startsKeyframe(bytes, offset, length)));
    }

    static void red(byte[] input) {
        Bytes.readEverywhere(input, Payloads::readRed);
    }

    private static List<Object> readRed(MemorySegment payload, long offset, int length) {
        List<Object> told = new ArrayList<>();
        int blocks = OpusRed.blocks(payload, offset, length);
        told.add(blocks);
        long end = offset;
        for (int i = 0; i < blocks; i++) {
            long block = OpusRed.block(payload, offset, length, i);
            told.add(block);
            Bytes.expect(i == 0 || OpusRed.dataOffset(offset, block) == end, "a hole between blocks");
            end = OpusRed.dataOffset(offset, block) + OpusRed.dataLength(block);
        }
        Bytes.expect(blocks == OpusRed.NONE || end == offset + length, "the blocks don't fill the payload");
        long primary = OpusRed.primary(payload, offset, length);
        Bytes.expect(
                blocks == OpusRed.NONE ? primary == OpusRed.NONE : primary == (long) told.getLast(),
                "the primary block isn't the last");
        return told;
    }
}
