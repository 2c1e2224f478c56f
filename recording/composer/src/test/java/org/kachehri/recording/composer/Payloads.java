package org.kachehri.recording.composer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts encoded pictures into RTP payloads, as browsers do. */
final class Payloads {
    private static final int CHUNK = 1_000;

    private Payloads() {}

    static List<byte[]> of(PictureCodec codec, byte[] frame) {
        return switch (codec) {
            case VP8 -> chunks(frame, (first, last) -> new byte[] {(byte) (first ? 0x10 : 0)});
            case VP9 -> {
                // The third bit from the top of a frame's first byte, behind the marker and the profile, shows an
                // existing one; the next is set for a picture that builds on others.
                int inter = (frame[0] & 0x04) != 0 ? 0x40 : 0;
                yield chunks(
                        frame, (first, last) -> new byte[] {(byte) (inter | (first ? 0x08 : 0) | (last ? 0x04 : 0))});
            }
            case H264 -> h264(frame);
            case AV1 -> av1(frame);
        };
    }

    @FunctionalInterface
    private interface Descriptor {
        byte[] of(boolean first, boolean last);
    }

    private static List<byte[]> chunks(byte[] frame, Descriptor descriptor) {
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at < frame.length; at += CHUNK) {
            int end = Math.min(frame.length, at + CHUNK);
            payloads.add(joined(descriptor.of(at == 0, end == frame.length), Arrays.copyOfRange(frame, at, end)));
        }
        return payloads;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Parameters together in one aggregate, everything else alone or in fragments. */
    private static List<byte[]> h264(byte[] frame) {
        List<byte[]> payloads = new ArrayList<>();
        ByteArrayOutputStream aggregate = new ByteArrayOutputStream();
        aggregate.write(24 | 0x60);
        for (byte[] unit : units(frame)) {
            int type = unit[0] & 0x1F;
            if (type == 7 || type == 8) {
                aggregate.writeBytes(joined(new byte[] {(byte) (unit.length >> 8), (byte) unit.length}, unit));
                continue;
            }
            if (aggregate.size() > 1) {
                payloads.add(aggregate.toByteArray());
                aggregate.reset();
            }
            if (unit.length <= CHUNK) {
                payloads.add(unit);
            } else {
                payloads.addAll(
                        chunks(Arrays.copyOfRange(unit, 1, unit.length), (first, last) -> new byte[] {
                            (byte) (unit[0] & 0xE0 | 28), (byte) (type | (first ? 0x80 : 0) | (last ? 0x40 : 0))
                        }));
            }
        }
        return payloads;
    }

    private static List<byte[]> units(byte[] frame) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 3 <= frame.length; i++) {
            if (frame[i] == 0 && frame[i + 1] == 0 && frame[i + 2] == 1) {
                if (begin >= 0) {
                    units.add(Arrays.copyOfRange(frame, begin, frame[i - 1] == 0 ? i - 1 : i));
                }
                begin = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(frame, begin, frame.length));
        return units;
    }

    /** One element a payload, without its size; longer ones go on in the next. */
    private static List<byte[]> av1(byte[] frame) {
        List<byte[]> payloads = new ArrayList<>();
        boolean key = false;
        int at = 0;
        while (at < frame.length) {
            int type = frame[at] >> 3 & 0x0F;
            int header = (frame[at] & 0x04) != 0 ? 2 : 1;
            int size = 0;
            int from = at + header;
            int shift = 0;
            while (true) {
                int next = frame[from++];
                size |= (next & 0x7F) << shift;
                shift += 7;
                if (next >= 0) {
                    break;
                }
            }
            byte[] unit = joined(
                    new byte[] {(byte) (frame[at] & ~0x02)},
                    Arrays.copyOfRange(frame, at + 1, at + header),
                    Arrays.copyOfRange(frame, from, from + size));
            at = from + size;
            key |= type == 1;
            boolean opens = key && payloads.isEmpty();
            if (type != 2) {
                payloads.addAll(
                        chunks(unit, (first, last) -> new byte[] {
                            (byte) ((first ? 0 : 0x80) | (last ? 0 : 0x40) | 0x10 | (opens && first ? 0x08 : 0))
                        }));
            }
        }
        return payloads;
    }
}
