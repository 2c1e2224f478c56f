package org.kachehri.recording.composer;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.rtp.NetworkBytes;

/** Takes a picture's NAL units out of its payloads (RFC 6184: single units, STAP-A, FU-A), each after a start code (Annex B of ITU-T H.264). */
final class H264Frames {
    private static final MemorySegment START_CODE = MemorySegment.ofArray(new byte[] {0, 0, 0, 1});
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int PICTURE_PARAMETERS = 8;

    private H264Frames() {}

    /** Anything but the middle of a fragmented unit. */
    static boolean starts(MemorySegment payload) {
        return type(payload) != FU_A || payload.byteSize() > 2 && (NetworkBytes.u8(payload, 1) & 0x80) != 0;
    }

    private static int type(MemorySegment payload) {
        return NetworkBytes.u8(payload, 0) & 0x1F;
    }

    static List<MemorySegment> bitstream(List<MemorySegment> payloads) {
        List<MemorySegment> parts = new ArrayList<>();
        for (MemorySegment payload : payloads) {
            int type = type(payload);
            if (type == STAP_A) {
                if (!aggregate(payload, parts)) {
                    return List.of();
                }
            } else if (type == FU_A) {
                if (payload.byteSize() <= 2) {
                    return List.of();
                }
                fragment(payload, parts);
            } else if (type > 0 && type < STAP_A) {
                parts.add(START_CODE);
                parts.add(payload);
            } else {
                return List.of();
            }
        }
        return parts;
    }

    private static boolean aggregate(MemorySegment payload, List<MemorySegment> parts) {
        long at = 1;
        while (at + 2 < payload.byteSize()) {
            int size = NetworkBytes.u16(payload, at);
            if (size == 0 || at + 2 + size > payload.byteSize()) {
                return false;
            }
            parts.add(START_CODE);
            parts.add(payload.asSlice(at + 2, size));
            at += 2 + size;
        }
        return at == payload.byteSize();
    }

    /** The unit's header is put together from the indicator and the fragment's header (section 5.8). */
    private static void fragment(MemorySegment payload, List<MemorySegment> parts) {
        int header = NetworkBytes.u8(payload, 1);
        if ((header & 0x80) != 0) {
            parts.add(START_CODE);
            byte unit = (byte) (NetworkBytes.u8(payload, 0) & 0xE0 | header & 0x1F);
            parts.add(MemorySegment.ofArray(new byte[] {unit}));
        }
        parts.add(payload.asSlice(2));
    }

    /** The sequence and picture parameters at the beginning of a key frame. */
    static byte[] parameters(byte[] keyFrame) {
        ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        int at = 0;
        while (at + 4 < keyFrame.length) {
            int end = nextStartCode(keyFrame, at + 4);
            int type = keyFrame[at + 4] & 0x1F;
            if (type == SEQUENCE_PARAMETERS || type == PICTURE_PARAMETERS) {
                parameters.write(keyFrame, at, end - at);
            }
            at = end;
        }
        return parameters.toByteArray();
    }

    /** Units can't contain one: that is what their emulation prevention is for. */
    private static int nextStartCode(byte[] bytes, int from) {
        for (int i = from; i + 4 <= bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == 1) {
                return i;
            }
        }
        return bytes.length;
    }
}
