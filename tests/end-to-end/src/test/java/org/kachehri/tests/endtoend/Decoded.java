package org.kachehri.tests.endtoend;

import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** Decodes a viewing copy with FFmpeg's own program, so that what is checked is what anybody's player shows. */
final class Decoded {
    static final int SAMPLE_RATE = 48_000;

    private Decoded() {}

    /** All pictures at a steady rate, scaled to a size. */
    static List<BufferedImage> pictures(Path file, int perSecond, int width, int height)
            throws IOException, InterruptedException {
        Process process = ffmpeg(
                file,
                "-vf",
                "fps=" + perSecond + ",scale=" + width + ":" + height,
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24");
        List<BufferedImage> pictures = new ArrayList<>();
        byte[] pixels = new byte[width * height * 3];
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            while (true) {
                in.readFully(pixels);
                BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
                for (int i = 0; i < width * height; i++) {
                    picture.setRGB(
                            i % width,
                            i / width,
                            (pixels[3 * i] & 255) << 16 | (pixels[3 * i + 1] & 255) << 8 | pixels[3 * i + 2] & 255);
                }
                pictures.add(picture);
            }
        } catch (EOFException end) {
            process.waitFor();
            return pictures;
        }
    }

    static float[] sound(Path file) throws IOException, InterruptedException {
        Process process = ffmpeg(file, "-vn", "-ac", "1", "-ar", String.valueOf(SAMPLE_RATE), "-f", "f32le");
        byte[] bytes = process.getInputStream().readAllBytes();
        process.waitFor();
        FloatBuffer samples =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] sound = new float[samples.remaining()];
        samples.get(sound);
        return sound;
    }

    private static Process ffmpeg(Path file, String... output) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-i", file.toString()));
        line.addAll(List.of(output));
        line.add("-");
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
