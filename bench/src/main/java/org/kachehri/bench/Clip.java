package org.kachehri.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The encoded frames of a short recording, read from the simplest containers that the {@code ffmpeg} program writes. */
final class Clip {
    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;
    private static final int OGG_HEADER = 27;

    /** Identification and comments come before the sound (RFC 7845 section 5). */
    private static final int OPUS_HEADERS = 2;

    private Clip() {}

    /** The pictures of an IVF file. */
    static List<byte[]> pictures(Path ivf) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(ivf)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> pictures = new ArrayList<>();
        int at = IVF_HEADER;
        while (at + IVF_FRAME_HEADER <= file.limit()) {
            int length = file.getInt(at);
            pictures.add(Arrays.copyOfRange(file.array(), at + IVF_FRAME_HEADER, at + IVF_FRAME_HEADER + length));
            at += IVF_FRAME_HEADER + length;
        }
        return pictures;
    }

    /** The Opus packets of an Ogg file (RFC 3533 section 6: a packet ends with a lacing value below 255). */
    static List<byte[]> sounds(Path ogg) throws IOException {
        byte[] file = Files.readAllBytes(ogg);
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        int at = 0;
        while (at + OGG_HEADER <= file.length) {
            int segments = file[at + OGG_HEADER - 1] & 0xFF;
            int content = at + OGG_HEADER + segments;
            for (int i = 0; i < segments; i++) {
                int length = file[at + OGG_HEADER + i] & 0xFF;
                packet.write(file, content, length);
                content += length;
                if (length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            at = content;
        }
        return packets.subList(OPUS_HEADERS, packets.size());
    }
}
