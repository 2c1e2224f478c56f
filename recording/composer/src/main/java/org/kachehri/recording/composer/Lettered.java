package org.kachehri.recording.composer;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;

/**
 * Text as a grey picture: a line below a tile, or a card in its place. Java2D shapes every script right (FFmpeg's drawtext breaks Urdu: its
 * builds lack FriBidi), and a line that begins right-to-left is set to the right.
 */
final class Lettered {
    private static final int MARGIN = 8;
    private static final int BACKGROUND = 24;

    /** Smaller can't be read in a picture of 1280 x 720. */
    private static final float SMALLEST = 11;

    /** Share of a card's height that a line takes at most, and its largest size in pixels. */
    private static final double CARD_LINE = 0.18;

    private static final int LARGEST_LINE = 72;

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final int width;
    private final int height;

    private Lettered(int width, int height) {
        this.width = width;
        this.height = height;
        image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        graphics = image.createGraphics();
        graphics.setColor(new Color(BACKGROUND, BACKGROUND, BACKGROUND));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
    }

    /** A line of text; {@code end} stands at the line's far side. Brightness of each pixel, row by row. */
    static byte[] line(String text, String end, int width, int height) {
        Lettered line = new Lettered(width, height);
        line.write(text, end);
        return line.pixels();
    }

    /** A person's label: the whole if it can be read in this width, else the name alone. */
    static byte[] label(Person person, int width, int height) {
        Lettered line = new Lettered(width, height);
        TextLayout whole = line.fitting(person.label(), width - 2 * MARGIN, height);
        boolean fits = line.size(person.label(), width - 2 * MARGIN, height) >= SMALLEST;
        line.write(fits ? whole : line.fitting(person.name(), width - 2 * MARGIN, height));
        return line.pixels();
    }

    /** Lines below one another in the middle. */
    static byte[] card(List<String> lines, int width, int height) {
        Lettered card = new Lettered(width, height);
        int line = Math.min(LARGEST_LINE, (int) (height * CARD_LINE));
        float y = (height - lines.size() * line) / 2f;
        for (String text : lines) {
            TextLayout layout = card.fitting(text, width - 2 * MARGIN, line);
            card.draw(layout, (width - layout.getAdvance()) / 2, y, line);
            y += line;
        }
        return card.pixels();
    }

    private void write(String text, String end) {
        int room = width - 2 * MARGIN;
        TextLayout far = fitting(end, room, height);
        TextLayout near = fitting(text, end.isBlank() ? room : (int) (room - far.getAdvance() - MARGIN), height);
        write(near);
        if (!end.isBlank()) {
            draw(far, near.isLeftToRight() ? width - MARGIN - far.getAdvance() : MARGIN, 0, height);
        }
    }

    private void write(TextLayout line) {
        draw(line, line.isLeftToRight() ? MARGIN : width - MARGIN - line.getAdvance(), 0, height);
    }

    private void draw(TextLayout line, float x, float y, float lineHeight) {
        line.draw(graphics, x, y + (lineHeight + line.getAscent() - line.getDescent()) / 2);
    }

    private TextLayout fitting(String text, int room, int lineHeight) {
        return layout(text, Math.max(1, size(text, room, lineHeight)));
    }

    /** Half the line's height; less for a face that reaches far up and down, or a text that is too long. */
    private float size(String text, int room, int lineHeight) {
        float size = lineHeight / 2f;
        TextLayout line = layout(text, size);
        float reach = line.getAscent() + line.getDescent();
        return size * Math.min(1, Math.min(lineHeight / reach, room / line.getAdvance()));
    }

    private TextLayout layout(String text, float size) {
        FontRenderContext context = graphics.getFontRenderContext();
        return new TextLayout(Lettering.of(text.isBlank() ? " " : text, size).getIterator(), context);
    }

    private byte[] pixels() {
        graphics.dispose();
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
