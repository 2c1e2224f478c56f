package org.kachehri.recording.composer;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A line of text as a grey picture. Java2D shapes every script right (FFmpeg's drawtext breaks Urdu: its builds lack FriBidi), and a line
 * that begins right-to-left is set to the right.
 */
final class Strip {
    private static final int MARGIN = 8;
    private static final int BACKGROUND = 24;

    private Strip() {}

    /** Brightness of each pixel, row by row. {@code end} stands at the line's far side. */
    static byte[] render(String text, String end, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(BACKGROUND, BACKGROUND, BACKGROUND));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        // Nastaliq needs about twice its size in height; half the strip leaves room for it.
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, height / 2);
        TextLayout line = new TextLayout(text.isBlank() ? " " : text, font, graphics.getFontRenderContext());
        float baseline = (height + line.getAscent() - line.getDescent()) / 2;
        boolean leftToRight = line.isLeftToRight();
        float x = leftToRight ? MARGIN : width - MARGIN - line.getAdvance();
        line.draw(graphics, x, baseline);
        if (!end.isBlank()) {
            TextLayout far = new TextLayout(end, font, graphics.getFontRenderContext());
            far.draw(graphics, leftToRight ? width - MARGIN - far.getAdvance() : MARGIN, baseline);
        }
        graphics.dispose();
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
