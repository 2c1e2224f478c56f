package org.kachehri.identity.access;

import java.util.List;
import java.util.Optional;

/**
 * What a browser's User-Agent says in two words a person recognises; null where it says nothing known. Only the words are kept: the
 * whole header would tell browsers apart that have nothing to do with it, and anybody can write anything into it.
 */
record Device(String browser, String system) {
    private record Mark(String in, String word) {}

    /** The first that fits: Edge calls itself Chrome too, and Chrome calls itself Safari. */
    private static final List<Mark> BROWSERS = List.of(
            new Mark("Edg/", "Edge"),
            new Mark("EdgA/", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("SamsungBrowser/", "Samsung Internet"),
            new Mark("Firefox/", "Firefox"),
            new Mark("FxiOS/", "Firefox"),
            new Mark("CriOS/", "Chrome"),
            new Mark("Chrome/", "Chrome"),
            new Mark("Safari/", "Safari"));

    /** An Android calls itself Linux, an iPhone something like a Mac. */
    private static final List<Mark> SYSTEMS = List.of(
            new Mark("Android", "Android"),
            new Mark("iPhone", "iPhone"),
            new Mark("iPad", "iPad"),
            new Mark("Windows", "Windows"),
            new Mark("CrOS", "ChromeOS"),
            new Mark("Mac OS X", "macOS"),
            new Mark("Linux", "Linux"));

    static Device of(Optional<String> userAgent) {
        String text = userAgent.orElse("");
        return new Device(word(BROWSERS, text), word(SYSTEMS, text));
    }

    private static String word(List<Mark> marks, String text) {
        return marks.stream()
                .filter(mark -> text.contains(mark.in()))
                .map(Mark::word)
                .findFirst()
                .orElse(null);
    }
}
