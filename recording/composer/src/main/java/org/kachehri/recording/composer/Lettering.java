package org.kachehri.recording.composer;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.TextAttribute;
import java.text.AttributedString;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Chooses a font for each script of a text: letters of two fonts don't join. */
final class Lettering {
    /** By the letters needed: a reception has a few names, each drawn again and again. */
    private static final Map<String, String> ARABIC_FAMILIES = new ConcurrentHashMap<>();

    private Lettering() {}

    static AttributedString of(String text, float size) {
        AttributedString attributed = new AttributedString(text);
        attributed.addAttribute(TextAttribute.FONT, new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(size));
        StringBuilder arabic = new StringBuilder();
        text.codePoints().filter(Lettering::isArabic).forEach(arabic::appendCodePoint);
        if (!arabic.isEmpty()) {
            String family = ARABIC_FAMILIES.computeIfAbsent(arabic.toString(), Lettering::arabicFamily);
            Font font = new Font(family, Font.PLAIN, 1).deriveFont(size);
            for (int i = 0; i < text.length(); i++) {
                if (isArabic(text.charAt(i))) {
                    attributed.addAttribute(TextAttribute.FONT, font, i, i + 1);
                }
            }
        }
        return attributed;
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
