package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people whose pictures flash when their tones beep, each at seconds of their own. In the composite no flash is 40 ms from its beep,
 * whatever their senders go through. {@code -Dkachehri.sync.minutes=30} makes it long.
 */
class SyncTest {
    private static final int LARGEST_OFFSET_MILLIS = 40;
    private static final int WINDOW = 480;

    @TempDir
    Path directory;

    @Test
    void everyFlashIsWithItsBeep() throws IOException {
        int end = Math.max(40_000, Integer.getInteger("kachehri.sync.minutes", 0) * 60_000);
        SyntheticReception reception = SyntheticReception.flashing();
        // The first: a layer that stops and comes back, then the camera off and on.
        reception.pictures("p1/camera~q", 21, 160, 90, 0, 18_000, 0, 0);
        reception.pictures("p1/camera~h", 22, 320, 180, 0, 18_000, 6_000, 11_000);
        reception.pictures("p1/camera~q", 21, 160, 90, 22_000, end, 0, 0);
        reception.pictures("p1/camera~h", 22, 320, 180, 22_000, end, 0, 0);
        reception.sound("p1", 23, 1_000, end);
        // The second: comes late, connects again from other sources, sends with another codec.
        reception.pictures("p2/camera", 31, 320, 180, 5_000, 14_000, 0, 0);
        reception.sound("p2", 32, 3_000, 5_000, 14_000);
        reception.pictures("p2/camera", 41, 320, 180, 16_000, 26_000, 0, 0);
        reception.sound("p2", 42, 3_000, 16_000, end);
        reception.pictures(PictureCodec.VP9, "p2/camera", 51, 320, 180, 26_000, end, 0, 0);
        Path sealed = directory.resolve("package");
        reception.capture(sealed, "{\"code\": \"PS-1\"}");
        Path copies = directory.resolve("copies");
        Compose.compose(sealed, copies, share -> {});

        List<List<Long>> flashes = List.of(new ArrayList<>(), new ArrayList<>());
        boolean[] lit = new boolean[2];
        float[] sound = Watched.play(copies.resolve(Composite.NAME), picture -> {
            for (int person = 0; person < 2; person++) {
                boolean now = picture.at(320 + 640 * person, 300) > 120;
                if (now && !lit[person]) {
                    flashes.get(person).add(picture.millis());
                }
                lit[person] = now;
            }
        });
        hold("p1", flashes.get(0), beeps(sound, 1_000), end, List.of(6, 11, 18, 19, 20, 21, 22));
        hold("p2", flashes.get(1), beeps(sound, 3_000), end, List.of(0, 1, 2, 3, 4, 5, 14, 15, 16, 26));
    }

    private static void hold(String peer, List<Long> flashes, List<Long> beeps, int endMillis, List<Integer> unseen) {
        int held = 0;
        for (int second = 1; second < endMillis / 1_000 - 1; second++) {
            if (!SyntheticReception.flashes(peer, second * 1_000L) || unseen.contains(second)) {
                continue;
            }
            long flash = nearest(flashes, second * 1_000L);
            long beep = nearest(beeps, second * 1_000L);
            String where = peer + " in second " + second + ": seen at " + flash + " ms, heard at " + beep + " ms";
            assertTrue(
                    Math.abs(flash - second * 1_000L) < 300 && Math.abs(flash - beep) < LARGEST_OFFSET_MILLIS, where);
            held++;
        }
        assertTrue(held >= 8, peer + " flashed only " + held + " times");
    }

    private static long nearest(List<Long> times, long millis) {
        return times.stream()
                .min((a, b) -> Long.compare(Math.abs(a - millis), Math.abs(b - millis)))
                .orElseThrow();
    }

    /** When a tone begins, to 10 ms. */
    private static List<Long> beeps(float[] sound, double hertz) {
        List<Long> beeps = new ArrayList<>();
        boolean on = false;
        for (int at = 0; at + WINDOW <= sound.length; at += WINDOW) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < WINDOW; i++) {
                real += sound[at + i] * Math.cos(2 * Math.PI * hertz * i / 48_000);
                imaginary += sound[at + i] * Math.sin(2 * Math.PI * hertz * i / 48_000);
            }
            boolean now = 2 * Math.hypot(real, imaginary) / WINDOW > 0.12;
            if (now && !on) {
                beeps.add(at / 48L);
            }
            on = now;
        }
        return beeps;
    }
}
