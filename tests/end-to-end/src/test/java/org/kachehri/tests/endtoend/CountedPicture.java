package org.kachehri.tests.endtoend;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.OptionalInt;
import org.kachehri.recording.composer.Watched;

/**
 * A picture that says whose it is and how old it is, readable after any lossy codec: sixteen black or white cells in two
 * rows of eight, most significant first: three bits of person, twelve bits of counter, one bit of even parity.
 * The rows lie in the middle half of the picture, so that labels at its edges hide nothing.
 */
final class CountedPicture {
    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final int COUNTERS = 1 << 12;
    private static final int COLUMNS = 8;
    private static final int TOP = HEIGHT / 4;
    private static final int CELL_WIDTH = WIDTH / COLUMNS;
    private static final int CELL_HEIGHT = HEIGHT / 4;

    /** Where the rows are read, as a part of the height: inside the cells also when a browser crops the picture to 16:9. */
    private static final double UPPER = 0.375;

    private static final double LOWER = 0.625;

    private CountedPicture() {}

    static BufferedImage draw(int person, int counter) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.getHSBColor(person / 8f, 0.5f, 0.6f));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        int bits = bits(person, counter);
        for (int cell = 0; cell < 16; cell++) {
            graphics.setColor((bits >> (15 - cell) & 1) == 1 ? Color.WHITE : Color.BLACK);
            graphics.fillRect(cell % COLUMNS * CELL_WIDTH, TOP + cell / COLUMNS * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT);
        }
        graphics.dispose();
        return picture;
    }

    private static int bits(int person, int counter) {
        int value = person << 12 | counter & COUNTERS - 1;
        return value << 1 | Integer.bitCount(value) & 1;
    }

    /** Reads a person's counter from a part of a decoded picture; empty if the cells aren't clear or it is somebody else's. */
    static OptionalInt read(Watched.Picture picture, int x, int y, int width, int height, int person) {
        int bits = 0;
        for (int cell = 0; cell < 16; cell++) {
            int light = light(
                    picture,
                    x + (int) ((cell % COLUMNS + 0.5) * width / COLUMNS),
                    y + (int) (height * (cell / COLUMNS == 0 ? UPPER : LOWER)));
            if (light > 90 && light < 165) {
                return OptionalInt.empty();
            }
            bits = bits << 1 | (light >= 165 ? 1 : 0);
        }
        int counter = bits >> 1 & COUNTERS - 1;
        return bits == bits(person, counter) ? OptionalInt.of(counter) : OptionalInt.empty();
    }

    /** The mean light of nine pixels: a codec rings at edges, not in the middle of a cell. */
    private static int light(Watched.Picture picture, int x, int y) {
        int sum = 0;
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                sum += picture.at(x + dx, y + dy);
            }
        }
        return sum / 9;
    }

    /** Reads the counter in a page, of a video element or a frame: JavaScript that evaluates to the counter or -1. */
    static String readInPage(int person) {
        return """
            (picture) => {
              const canvas = document.createElement('canvas'); canvas.width = 320; canvas.height = 240;
              if (!(picture.videoWidth ?? picture.displayWidth)) return -1;
              const context = canvas.getContext('2d', { willReadFrequently: true });
              context.drawImage(picture, 0, 0, 320, 240);
              let bits = 0;
              for (let cell = 0; cell < 16; cell++) {
                const x = (cell %% 8) * 40 + 20, y = 60 + Math.floor(cell / 8) * 60 + 30;
                const [r, g, b] = context.getImageData(x, y, 1, 1).data;
                const light = (r + g + b) / 3;
                if (light > 90 && light < 165) return -1;
                bits = bits << 1 | (light >= 165 ? 1 : 0);
              }
              const value = bits >> 1;
              let parity = 0; for (let v = value; v; v >>= 1) parity ^= v & 1;
              return (parity === (bits & 1)) && value >> 12 === %d ? value & 4095 : -1;
            }
            """
                .formatted(person);
    }
}
