package org.kachehri.tests.endtoend;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * What a person's camera and microphone deliver: an MJPEG file, played again and again, whose counter grows fifteen times a second, and a tone of
 * their own in pulses (a steady tone is what noise suppression is made to remove).
 */
record FakePerson(String name, int number, int toneHertz) {
    /** Chromium plays MJPEG at 30 frames a second; two frames a counter make fifteen counters a second. */
    private static final int FRAMES_PER_COUNTER = 2;

    static final int COUNTERS_PER_SECOND = 15;
    private static final int SAMPLE_RATE = 48_000;

    /** Chromium's switches for this person's devices. */
    String[] devices(Path folder) throws IOException {
        return new String[] {
            "--use-file-for-fake-video-capture=" + camera(folder),
            "--use-file-for-fake-audio-capture=" + microphone(folder)
        };
    }

    private Path camera(Path folder) throws IOException {
        Path file = folder.resolve(name + ".mjpeg");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int counter = 0; counter < CountedPicture.COUNTERS; counter++) {
                var jpeg = new ByteArrayOutputStream(8_192);
                ImageIO.write(CountedPicture.draw(number, counter), "jpg", jpeg);
                for (int i = 0; i < FRAMES_PER_COUNTER; i++) {
                    jpeg.writeTo(out);
                }
            }
        }
        return file;
    }

    /** 16-bit mono WAV: a quarter of a second of tone, a quarter of a second of silence, one second long, looped by the browser. */
    private Path microphone(Path folder) throws IOException {
        int samples = SAMPLE_RATE * 2;
        ByteBuffer wave = ByteBuffer.allocate(44 + samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples * 2);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wave.putInt(SAMPLE_RATE).putInt(SAMPLE_RATE * 2).putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples * 2);
        for (int i = 0; i < samples; i++) {
            boolean pulse = i / (SAMPLE_RATE / 4) % 2 == 0;
            wave.putShort((short) (pulse ? 9_000 * Math.sin(2 * Math.PI * toneHertz * i / SAMPLE_RATE) : 0));
        }
        Path file = folder.resolve(name + ".wav");
        Files.write(file, wave.array());
        return file;
    }
}
