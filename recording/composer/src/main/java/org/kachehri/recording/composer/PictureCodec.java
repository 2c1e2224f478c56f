package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.Av1Payload;
import org.kachehri.media.rtp.H264Payload;
import org.kachehri.media.rtp.Vp8Payload;
import org.kachehri.media.rtp.Vp9Payload;

/** The codecs of pictures that browsers send: how their payloads become frames, and which container holds them as they are. */
enum PictureCodec {
    /** RFC 7741. */
    VP8(AV_CODEC_ID_VP8, "webm") {
        @Override
        boolean starts(MemorySegment payload) {
            return Vp8Payload.startsFrame(payload, 0, (int) payload.byteSize());
        }

        @Override
        boolean isKey(List<MemorySegment> payloads) {
            MemorySegment first = payloads.getFirst();
            return Vp8Payload.startsKeyframe(first, 0, (int) first.byteSize());
        }

        @Override
        List<MemorySegment> bitstream(List<MemorySegment> payloads) {
            return payloads.stream()
                    .map(payload -> without(payload, Vp8Payload.descriptorLength(payload, 0, (int) payload.byteSize())))
                    .toList();
        }
    },
    /** RFC 9628. */
    VP9(AV_CODEC_ID_VP9, "webm") {
        @Override
        boolean starts(MemorySegment payload) {
            return Vp9Payload.startsPicture(payload, 0, (int) payload.byteSize());
        }

        @Override
        boolean isKey(List<MemorySegment> payloads) {
            MemorySegment first = payloads.getFirst();
            return Vp9Payload.startsKeyframe(first, 0, (int) first.byteSize());
        }

        @Override
        List<MemorySegment> bitstream(List<MemorySegment> payloads) {
            return Vp9Frames.bitstream(payloads);
        }
    },
    /** RFC 6184, as Annex B of ITU-T H.264. */
    H264(AV_CODEC_ID_H264, "mp4") {
        @Override
        boolean starts(MemorySegment payload) {
            return H264Frames.starts(payload);
        }

        @Override
        boolean isKey(List<MemorySegment> payloads) {
            return payloads.stream()
                    .anyMatch(payload -> H264Payload.startsKeyframe(payload, 0, (int) payload.byteSize()));
        }

        @Override
        List<MemorySegment> bitstream(List<MemorySegment> payloads) {
            return H264Frames.bitstream(payloads);
        }

        @Override
        byte[] header(byte[] keyFrame) {
            return H264Frames.parameters(keyFrame);
        }
    },
    /** The Alliance for Open Media's RTP payload format, version 1.0. */
    AV1(AV_CODEC_ID_AV1, "webm") {
        @Override
        boolean starts(MemorySegment payload) {
            return Av1Frames.starts(payload);
        }

        @Override
        boolean isKey(List<MemorySegment> payloads) {
            MemorySegment first = payloads.getFirst();
            return Av1Payload.startsKeyframe(first, 0, (int) first.byteSize());
        }

        @Override
        List<MemorySegment> bitstream(List<MemorySegment> payloads) {
            return Av1Frames.bitstream(payloads);
        }

        @Override
        byte[] header(byte[] keyFrame) {
            return Av1Frames.sequenceHeader(keyFrame);
        }
    };

    private final int id;
    private final String container;

    PictureCodec(int id, String container) {
        this.id = id;
        this.container = container;
    }

    static Optional<PictureCodec> ofName(String name) {
        return Arrays.stream(values())
                .filter(codec -> codec.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** FFmpeg's number of the codec. */
    int id() {
        return id;
    }

    /** FFmpeg's name of the container, and the file's extension. */
    String container() {
        return container;
    }

    /** Whether a picture may begin with this payload; else one before it is missing. */
    abstract boolean starts(MemorySegment payload);

    abstract boolean isKey(List<MemorySegment> payloads);

    /** What a decoder takes of a picture's payloads; empty when they don't add up. */
    abstract List<MemorySegment> bitstream(List<MemorySegment> payloads);

    /** What the container's header has to hold of a part's first key frame. */
    byte[] header(byte[] keyFrame) {
        return new byte[0];
    }

    private static MemorySegment without(MemorySegment payload, int descriptor) {
        return descriptor < 0 ? payload.asSlice(0, 0) : payload.asSlice(descriptor);
    }
}
