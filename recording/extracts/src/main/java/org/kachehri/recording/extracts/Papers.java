package org.kachehri.recording.extracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kachehri.platform.http.Json;

/**
 * The papers beside the picture: a citizen gets the minutes and the receipt; whose voice was left out is read in the minutes of that time.
 * Where a masked person's name stood stands the alias.
 */
final class Papers {
    /** How long a paragraph is shown when none follows it: slow readers manage 60 words. */
    private static final long LAST_SHOWN_MILLIS = 30_000;

    private final Extract extract;
    private final Map<Pattern, String> aliases = new LinkedHashMap<>();

    Papers(Extract extract, People people) {
        this.extract = extract;
        // The longest first: of a name that holds another nothing may be left.
        extract.masks().stream()
                .filter(mask -> !people.name(mask.peer()).isBlank())
                .sorted(Comparator.comparing(
                        (Mask mask) -> people.name(mask.peer()).length(), Comparator.reverseOrder()))
                .forEach(mask -> aliases.put(whole(people.name(mask.peer())), mask.alias()));
    }

    /** The papers by their files' names. */
    Map<String, String> of(Optional<?> minutes, Optional<?> receipt) {
        Map<String, String> papers = new LinkedHashMap<>();
        boolean silent = extract.masks().stream().anyMatch(mask -> mask.voice() == Mask.Voice.SILENT);
        boolean own = extract.citizen().isPresent();
        if (minutes.isPresent() && (own || silent)) {
            ObjectNode written = aliased(minutes.get());
            List<JsonNode> during = during(written.path("paragraphs"));
            papers.put("extract.vtt", captions(during));
            if (!own) {
                ArrayNode kept = written.putArray("paragraphs");
                during.forEach(kept::add);
            }
            papers.put("minutes.json", written.toPrettyString() + "\n");
        }
        if (own) {
            receipt.ifPresent(one -> papers.put("receipt.json", aliased(one).toPrettyString() + "\n"));
        }
        return papers;
    }

    private List<JsonNode> during(JsonNode paragraphs) {
        List<JsonNode> during = new ArrayList<>();
        for (JsonNode paragraph : paragraphs) {
            long at = paragraph.path("elapsedMillis").asLong(-1);
            if (at >= extract.fromMillis() && at < extract.toMillis()) {
                during.add(paragraph);
            }
        }
        return during;
    }

    /** WebVTT: what a player shows below the picture. */
    private String captions(List<JsonNode> paragraphs) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            JsonNode paragraph = paragraphs.get(i);
            long from = paragraph.path("elapsedMillis").asLong() - extract.fromMillis();
            long to = i + 1 < paragraphs.size()
                    ? paragraphs.get(i + 1).path("elapsedMillis").asLong() - extract.fromMillis()
                    : from + LAST_SHOWN_MILLIS;
            String speaker = paragraph.path("speaker").asText("");
            text.append('\n')
                    .append(time(from))
                    .append(" --> ")
                    .append(time(Math.max(from + 1, Math.min(to, extract.toMillis() - extract.fromMillis()))))
                    .append('\n')
                    .append(line(speaker.isEmpty() ? "" : speaker + ": "))
                    .append(line(paragraph.path("text").asText()))
                    .append('\n');
        }
        return text.toString();
    }

    /** An empty line would end the caption, and three characters are WebVTT's own. */
    private static String line(String text) {
        return text.replaceAll("\\R+", "\n")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String time(long millis) {
        return "%02d:%02d:%02d.%03d"
                .formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60, millis % 1_000);
    }

    private ObjectNode aliased(Object paper) {
        ObjectNode tree = Json.mapper().valueToTree(paper);
        alias(tree);
        return tree;
    }

    private void alias(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, String> texts = new LinkedHashMap<>();
            object.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    texts.put(field.getKey(), aliased(field.getValue().asText()));
                }
            });
            texts.forEach(object::put);
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isTextual()) {
                    list.set(i, aliased(list.get(i).asText()));
                }
            }
        }
        node.forEach(this::alias);
    }

    /** A name as people write it by hand: in capitals or not, over the end of a line, accents as marks of their own; no part of another word. */
    private static Pattern whole(String name) {
        String words = Arrays.stream(
                        Normalizer.normalize(name, Normalizer.Form.NFC).strip().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+"));
        return Pattern.compile(
                "(?<![\\p{L}\\p{M}])" + words + "(?![\\p{L}\\p{M}])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private String aliased(String text) {
        String aliased = Normalizer.normalize(text, Normalizer.Form.NFC);
        for (Map.Entry<Pattern, String> one : aliases.entrySet()) {
            aliased = one.getKey().matcher(aliased).replaceAll(Matcher.quoteReplacement(one.getValue()));
        }
        return aliased;
    }
}
