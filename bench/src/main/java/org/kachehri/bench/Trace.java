package org.kachehri.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * What a real browser sent: when, how much, and the first bytes of it. How it was recorded stands beside the resources, in
 * {@code traces.md}.
 *
 * @param streams each with its own SSRC and numbers; the sound first
 */
record Trace(String name, List<Stream> streams, List<Packet> packets) {

    /** A camera of 720p in one encoding, and sound. */
    static final String CAMERA = "chromium-720p-vp8-opus";

    /** All there are. */
    static final List<String> ALL = List.of(
            CAMERA,
            "chromium-720p-vp8-simulcast",
            "chromium-720p-vp9-svc",
            "chromium-720p-h264",
            "chromium-screen-vp8",
            "chromium-opus-dtx",
            "chromium-opus-red");

    /**
     * One encoding of one source.
     *
     * @param codec as in its {@code rtpmap}
     * @param rid of a simulcast, the smallest first; else empty
     */
    record Stream(String codec, String rid) {
        boolean video() {
            return kind() == MediaKind.VIDEO;
        }

        MediaKind kind() {
            return codec.equals("opus") || codec.equals("red") ? MediaKind.AUDIO : MediaKind.VIDEO;
        }

        /** Of redundant Opus the bridge sees Opus: it looks at neither. */
        Codec asForwarded() {
            return switch (codec) {
                case "VP8" -> Codec.VP8;
                case "VP9" -> Codec.VP9;
                case "H264" -> Codec.H264;
                default -> Codec.OPUS;
            };
        }
    }

    /**
     * @param gapMicros since the packet before
     * @param stream its place among the streams
     * @param length of the payload
     * @param ticks of the RTP timestamp since the packet before of its stream
     * @param head the payload's first bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(int gapMicros, int stream, int length, boolean marker, int ticks, byte[] head) {
        Packet after(int micros) {
            return new Packet(micros, stream, length, marker, ticks, head);
        }
    }

    /** Whether a packet is of a picture. */
    boolean video(Packet packet) {
        return streams.get(packet.stream()).video();
    }

    /** {@code a}, {@code v} or {@code av}. */
    String kinds() {
        boolean sound = streams.stream().anyMatch(each -> !each.video());
        boolean picture = streams.stream().anyMatch(Stream::video);
        return (sound ? "a" : "") + (picture ? "v" : "");
    }

    /** The place of the first stream of sounds or of pictures. */
    int first(boolean video) {
        return IntStream.range(0, streams.size())
                .filter(i -> streams.get(i).video() == video)
                .findFirst()
                .orElseThrow();
    }

    /** The encodings of a simulcast, the smallest first. */
    List<String> rids() {
        return streams.stream().map(Stream::rid).filter(rid -> !rid.isEmpty()).toList();
    }

    double packetsPerSecond() {
        return packets.size() / (packets.stream().mapToLong(Packet::gapMicros).sum() / 1e6);
    }

    /** The microphone alone, at its own pace. */
    Trace sound() {
        List<Packet> sound = new ArrayList<>();
        int gapMicros = 0;
        for (Packet each : packets) {
            gapMicros += each.gapMicros();
            if (!video(each)) {
                sound.add(each.after(gapMicros));
                gapMicros = 0;
            }
        }
        return new Trace(name, streams, sound);
    }

    /** A quarter of the picture's packets, frames with their beginnings and ends kept: what 640x360 needs of 1280x720. */
    Trace quarter() {
        List<Packet> kept = new ArrayList<>();
        int gapMicros = 0;
        int inFrame = 0;
        for (Packet each : packets) {
            gapMicros += each.gapMicros();
            inFrame = each.ticks() > 0 ? 0 : inFrame + 1;
            if (!video(each) || each.marker() || inFrame % 4 == 0) {
                kept.add(each.after(gapMicros));
                gapMicros = 0;
            }
        }
        return new Trace(name, streams, kept);
    }

    static Trace chromium() {
        return of(CAMERA);
    }

    /** The trace of this name among the resources. */
    static Trace of(String name) {
        try (InputStream resource = Trace.class.getResourceAsStream(name + ".csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            List<Stream> streams = new ArrayList<>();
            List<Packet> packets = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                if (fields[0].equals("stream")) {
                    streams.add(new Stream(fields[1], fields[2]));
                } else {
                    packets.add(packet(fields));
                }
            }
            return new Trace(name, streams, packets);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static Packet packet(String[] fields) {
        return new Packet(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                fields[3].equals("1"),
                Integer.parseInt(fields[4]),
                HexFormat.of().parseHex(fields[5]));
    }

    /** As {@link #of} reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        streams.forEach(each -> lines.add("stream," + each.codec() + "," + each.rid()));
        for (Packet each : packets) {
            lines.add(each.gapMicros() + "," + each.stream() + "," + each.length() + "," + (each.marker() ? 1 : 0) + ","
                    + each.ticks() + "," + HexFormat.of().formatHex(each.head()));
        }
        return lines;
    }
}
