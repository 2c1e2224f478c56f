package org.kachehri.recording.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The minutes as WebVTT: a paragraph stands under the picture from its time until the next one, but not for ever. */
final class Captions {
    /** Nobody reads one paragraph for longer; after it the picture is free again. */
    private static final long LONGEST_MILLIS = 15_000;

    /** A paragraph written right after another is still to be read. */
    private static final long SHORTEST_MILLIS = 1_000;

    private Captions() {}

    private record Cue(long fromMillis, String text) {}

    /**
     * @param minutes the protocol's {@code Minutes}
     * @param startMillis where the copy begins in the recording
     */
    static String webVtt(JsonNode minutes, long startMillis) {
        List<Cue> cues = new ArrayList<>();
        for (JsonNode paragraph : minutes.path("paragraphs")) {
            if (paragraph.hasNonNull("elapsedMillis")) {
                cues.add(new Cue(
                        Math.max(0, paragraph.get("elapsedMillis").asLong() - startMillis),
                        paragraph.path("text").asText()));
            }
        }
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            long next = i + 1 < cues.size() ? cues.get(i + 1).fromMillis() : Long.MAX_VALUE;
            long to = Math.max(cue.fromMillis() + SHORTEST_MILLIS, Math.min(next, cue.fromMillis() + LONGEST_MILLIS));
            text.append("\n%s --> %s\n%s\n".formatted(time(cue.fromMillis()), time(to), escaped(cue.text())));
        }
        return text.toString();
    }

    /** An empty line would end the cue, an angle bracket or ampersand begin a tag. */
    private static String escaped(String words) {
        return words.strip()
                .replaceAll("\\R+", "\n")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String time(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
