package org.kachehri.recording.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.random.RandomGenerator;
import org.bytedeco.ffmpeg.global.avutil;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.recording.capture.CaptureReader;

/**
 * Makes an excerpt of a sealed package: a time and some tracks, with people masked on order (docs/media/recording-format.md). Of a masked
 * person no picture is decoded, the voice goes through a {@link VeiledVoice} or is left out, and the alias stands for the name.
 */
final class Excerpt {
    static final String PICTURE = "extract.mp4";
    static final String EVENTS = "events.jsonl";
    static final String LEDGER = "ledger.jsonl";

    /** Describes what was made; written last, so that it stands for a finished run. */
    static final String DESCRIPTION = "excerpt.json";

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path sealed;
    private final ExcerptOrder order;
    private final JsonNode reception;

    private Excerpt(Path sealed, ExcerptOrder order) throws IOException {
        this.sealed = sealed;
        this.order = order;
        Path description = sealed.resolve("data/reception.json");
        reception = Files.exists(description) ? JSON.readTree(description.toFile()) : MissingNode.getInstance();
    }

    /**
     * Makes it; what an earlier run left there is written over.
     *
     * @param random for the voices; what it gives is kept nowhere
     * @throws IOException with a sentence, also when the package doesn't hold what is ordered; then nothing is written
     */
    static void make(Path sealed, Path directory, ExcerptOrder order, RandomGenerator random, DoubleConsumer progress)
            throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        new Excerpt(sealed, order).make(directory, random, progress);
    }

    private void make(Path directory, RandomGenerator random, DoubleConsumer progress) throws IOException {
        try (CaptureReader reader =
                new CaptureReader(sealed.resolve("data/segments"), sealed.resolve("data/ledger.jsonl"))) {
            Map<String, Person> named = Compose.people(reception, reader);
            long origin = reader.firstNanos();
            long from = origin + order.fromMillis() * NANOS_PER_MILLI;
            long to = Math.min(origin + order.toMillis() * NANOS_PER_MILLI, reader.lastNanos());
            check(reader, named, from, to);
            Map<String, Person> people = new LinkedHashMap<>(named);
            people.replaceAll((peer, person) ->
                    order.mask(peer).map(mask -> person.as(mask.alias())).orElse(person));
            List<ComposedTrack> tracks =
                    Compose.tracks(reader, people).stream().filter(order::holds).toList();
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve(DESCRIPTION));
            Cast cast = Cast.of(reception, people.values(), tracks)
                    .masking(order.masks().keySet());
            Timeline timeline = new Timeline(reader.events(), reader.ledger());
            try (Mix mix = new Mix(sounds(tracks, from, to), from, veils(random))) {
                Composite.write(directory.resolve(PICTURE), cast, timeline, mix, new Speech(), from, to, progress);
            }
            MaskedLines lines = new MaskedLines(order, named, instant(from), instant(to));
            lines.copy(sealed.resolve("data/events.jsonl"), directory.resolve(EVENTS));
            lines.copy(sealed.resolve("data/ledger.jsonl"), directory.resolve(LEDGER));
            describe(directory, people, tracks, from, to);
        }
    }

    private void check(CaptureReader reader, Map<String, Person> people, long from, long to) throws IOException {
        long wanted = (order.toMillis() - order.fromMillis()) * NANOS_PER_MILLI;
        // A recording's length is told in whole milliseconds.
        if (order.fromMillis() < 0 || wanted <= 0 || to - from < wanted - NANOS_PER_MILLI) {
            throw new IOException("The time isn't within the recording");
        }
        for (String name : order.tracks()) {
            if (reader.tracks().stream().noneMatch(track -> track.publication().equals(name))) {
                throw new IOException("There is no track " + name);
            }
        }
        for (String peer : order.masks().keySet()) {
            if (!people.containsKey(peer)) {
                throw new IOException("There is nobody to mask as " + peer);
            }
        }
    }

    /** Only what is heard in that time, and of masked people only what may be. */
    private List<ComposedTrack> sounds(List<ComposedTrack> tracks, long from, long to) {
        return tracks.stream()
                .filter(track -> track.track().kind() == MediaKind.AUDIO)
                .filter(track -> order.mask(track.track().peer())
                        .map(mask -> mask.voice() == ExcerptOrder.Voice.VEILED)
                        .orElse(true))
                .map(track -> new ComposedTrack(
                        track.track(),
                        track.person(),
                        track.codec(),
                        track.frames().stream()
                                .filter(frame -> frame.nanos() >= from && frame.nanos() < to)
                                .toList()))
                .toList();
    }

    private Map<String, RandomGenerator> veils(RandomGenerator random) {
        Map<String, RandomGenerator> veils = new HashMap<>();
        order.masks().keySet().forEach(peer -> veils.put(peer, random));
        return veils;
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private void describe(Path directory, Map<String, Person> people, List<ComposedTrack> tracks, long from, long to)
            throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("from", instant(from).toString()).put("to", instant(to).toString());
        Set<String> held = new TreeSet<>();
        for (ComposedTrack track : tracks) {
            boolean picture = track.track().kind() == MediaKind.VIDEO;
            boolean kept = order.mask(track.track().peer())
                    .map(mask -> !picture && mask.voice() == ExcerptOrder.Voice.VEILED)
                    .orElse(true);
            if (kept) {
                held.add(track.track().publication());
            }
        }
        ArrayNode shown = node.putArray("tracks");
        held.forEach(shown::add);
        ArrayNode masked = node.putArray("masked");
        order.masks().forEach((peer, mask) -> masked.addObject()
                .put("peer", peer)
                .put("alias", people.get(peer).name())
                .put("picture", "TILE")
                .put("voice", mask.voice().name()));
        Path writing = directory.resolve(DESCRIPTION + ".writing");
        Files.writeString(writing, node.toPrettyString() + "\n");
        Files.move(writing, directory.resolve(DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
    }
}
