package org.kachehri.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a real browser sent: sizes and gaps. How it was recorded stands in the file beside the resource. */
record Trace(List<Packet> packets) {

    /**
     * @param gapMicros since the packet before
     * @param length of the plain RTP packet
     */
    record Packet(int gapMicros, boolean video, int length, boolean marker) {}

    /** The microphone alone, at its own pace. */
    List<Packet> sound() {
        List<Packet> sound = new ArrayList<>();
        int gapMicros = 0;
        for (Packet each : packets) {
            gapMicros += each.gapMicros();
            if (!each.video()) {
                sound.add(new Packet(gapMicros, false, each.length(), each.marker()));
                gapMicros = 0;
            }
        }
        return sound;
    }

    /** A quarter of the picture's packets, frames kept: what 640x360 needs of 1280x720. */
    Trace quarter() {
        List<Packet> kept = new ArrayList<>();
        int gapMicros = 0;
        int pictures = 0;
        for (Packet each : packets) {
            gapMicros += each.gapMicros();
            if (!each.video() || each.marker() || pictures++ % 4 == 0) {
                kept.add(new Packet(gapMicros, each.video(), each.length(), each.marker()));
                gapMicros = 0;
            }
        }
        return new Trace(kept);
    }

    static Trace chromium() {
        String name = "chromium-720p-vp8-opus.csv";
        try (InputStream resource = Trace.class.getResourceAsStream(name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return new Trace(lines.lines().map(Trace::packet).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static Packet packet(String line) {
        String[] fields = line.split(",", -1);
        return new Packet(
                Integer.parseInt(fields[0]), fields[1].equals("v"), Integer.parseInt(fields[2]), fields[3].equals("1"));
    }
}
