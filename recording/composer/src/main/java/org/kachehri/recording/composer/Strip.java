package org.kachehri.recording.composer;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.text.AttributedString;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A line of text as a grey picture. Java2D shapes every script right (FFmpeg's drawtext breaks Urdu: its builds lack FriBidi), and a line
 * that begins right-to-left is set to the right.
 */
final class Strip {
    private static final int MARGIN = 8;
    private static final int BACKGROUND = 24;

    /** By the letters needed: a reception has a few names, each drawn again and again. */
    private static final Map<String, String> ARABIC_FAMILIES = new ConcurrentHashMap<>();

    private Strip() {}

    /** Brightness of each pixel, row by row. {@code end} stands at the line's far side. */
    static byte[] render(String text, String end, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(BACKGROUND, BACKGROUND, BACKGROUND));
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        TextLayout line = fitting(text.isBlank() ? " " : text, height, graphics.getFontRenderContext());
        float baseline = (height + line.getAscent() - line.getDescent()) / 2;
        boolean leftToRight = line.isLeftToRight();
        float x = leftToRight ? MARGIN : width - MARGIN - line.getAdvance();
        line.draw(graphics, x, baseline);
        if (!end.isBlank()) {
            TextLayout far = fitting(end, height, graphics.getFontRenderContext());
            far.draw(graphics, leftToRight ? width - MARGIN - far.getAdvance() : MARGIN, baseline);
        }
        graphics.dispose();
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    /** Half the strip's height; less for a face that reaches far up and down. */
    private static TextLayout fitting(String text, int height, FontRenderContext context) {
        TextLayout line = layout(text, height / 2, context);
        float reach = line.getAscent() + line.getDescent();
        return reach <= height ? line : layout(text, (int) (height / 2 * height / reach), context);
    }

    /** Each script in one font, because letters of two fonts don't join. */
    private static TextLayout layout(String text, int size, FontRenderContext context) {
        AttributedString attributed = new AttributedString(text);
        attributed.addAttribute(TextAttribute.FONT, new Font(Font.SANS_SERIF, Font.PLAIN, size));
        StringBuilder arabic = new StringBuilder();
        text.codePoints().filter(Strip::isArabic).forEach(arabic::appendCodePoint);
        if (!arabic.isEmpty()) {
            Font font =
                    new Font(ARABIC_FAMILIES.computeIfAbsent(arabic.toString(), Strip::arabicFamily), Font.PLAIN, size);
            for (int i = 0; i < text.length(); i++) {
                if (isArabic(text.charAt(i))) {
                    attributed.addAttribute(TextAttribute.FONT, font, i, i + 1);
                }
            }
        }
        return new TextLayout(attributed.getIterator(), context);
    }

    private static boolean isArabic(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.ARABIC;
    }

    /** A family of this machine that has all these letters: a Nastaliq face if there is one, for people who read Urdu. */
    private static String arabicFamily(String letters) {
        String[] families = GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        return Stream.concat(Stream.of("Noto Nastaliq Urdu", "Noto Naskh Arabic"), Arrays.stream(families))
                .filter(family -> new Font(family, Font.PLAIN, 1).canDisplayUpTo(letters) == -1)
                .findFirst()
                .orElse(Font.SANS_SERIF);
    }
}
