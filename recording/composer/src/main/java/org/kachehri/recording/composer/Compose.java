package org.kachehri.recording.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.bytedeco.ffmpeg.global.avutil;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.recording.capture.CaptureReader;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;

/**
 * Makes the viewing copies of a sealed package, {@code Compose <package> <directory>}, or an {@link Excerpt} of it,
 * {@code Compose <package> <directory> <order>}. Runs as a process of its own, because a crash in
 * native code must not touch a live reception; needs nothing but the package. Copies can be made again at any time, so they prove nothing.
 * Exit codes: 0 done, 1 failed (a sentence on standard error), 2 wrong use.
 */
public final class Compose {
    /** Describes the copies; written last, so that it stands for a finished run. */
    public static final String COPIES = "copies.json";

    /** The one codec of sound that all browsers have (RFC 7874). */
    private static final String OPUS = "opus";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Compose() {}

    /** Runs the composer and ends the process. */
    public static void main(String[] arguments) {
        if (arguments.length != 2 && arguments.length != 3) {
            System.err.println("Usage: Compose PACKAGE DIRECTORY [ORDER]");
            System.exit(2);
        }
        // Labels are drawn into memory; there is no screen on a server.
        System.setProperty("java.awt.headless", "true");
        try {
            PortalFonts.registerConfigured();
            Path sealed = Path.of(arguments[0]);
            Path directory = Path.of(arguments[1]);
            Progress progress = new Progress(System.out, System::nanoTime);
            if (arguments.length == 2) {
                compose(sealed, directory, progress);
            } else {
                ExcerptOrder order =
                        ExcerptOrder.of(JSON.readTree(Path.of(arguments[2]).toFile()));
                Excerpt.make(sealed, directory, order, new SecureRandom(), progress);
            }
        } catch (IOException e) {
            System.err.println((arguments.length == 2 ? "The viewing copies" : "The excerpt") + " can't be made: "
                    + e.getMessage());
            System.exit(1);
        }
    }

    /** Makes all copies; those of an earlier run, whole or not, stop counting at once. */
    static void compose(Path sealed, Path directory, DoubleConsumer progress) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve(COPIES));
        clear(directory);
        Path description = sealed.resolve("data/reception.json");
        JsonNode reception =
                Files.exists(description) ? JSON.readTree(description.toFile()) : MissingNode.getInstance();
        try (CaptureReader reader =
                new CaptureReader(sealed.resolve("data/segments"), sealed.resolve("data/ledger.jsonl"))) {
            Map<String, Person> people = people(reception, reader);
            List<ComposedTrack> tracks = tracks(reader, people);
            long from = reader.firstNanos();
            long to = Math.max(reader.lastNanos(), from);
            List<Copy> copies = new ArrayList<>();
            Map<String, Integer> parts = new HashMap<>();
            for (ComposedTrack track : best(tracks)) {
                int before = parts.getOrDefault(track.track().source(), 0);
                List<Copy> written = TrackCopies.write(directory, track, before + 1, from);
                parts.put(track.track().source(), before + written.size());
                copies.addAll(written);
            }
            Timeline timeline = new Timeline(reader.events(), reader.ledger());
            List<ComposedTrack> sounds = tracks.stream()
                    .filter(track -> track.track().kind() == MediaKind.AUDIO)
                    .toList();
            Cast cast = Cast.of(reception, people.values(), tracks);
            Speech speech = new Speech();
            try (Mix mix = new Mix(sounds, from, Map.of())) {
                copies.addFirst(Composite.write(
                        directory.resolve(Composite.NAME), cast, timeline, mix, speech, from, to, progress));
            }
            describe(directory, copies, speech.turns(), people, from, to);
        }
    }

    /** What is no medium, such as a log that somebody writes there, stays. */
    private static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "*.{webm,mp4}")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    /** Peers in the order in which they sit: as the reception lists them, then as they appear in the capture. */
    static Map<String, Person> people(JsonNode reception, CaptureReader reader) {
        Map<String, Person> people = Cast.people(reception);
        for (CapturedTrack track : reader.tracks()) {
            people.computeIfAbsent(track.peer(), Cast::unnamed);
        }
        return people;
    }

    /** All tracks whose codec is known, with their frames in order. */
    static List<ComposedTrack> tracks(CaptureReader reader, Map<String, Person> people) throws IOException {
        Map<String, SenderClock> clocks = new LinkedHashMap<>();
        for (String peer : people.keySet()) {
            List<CapturedPacket> reports = new ArrayList<>();
            for (CapturedTrack track : reader.tracks()) {
                if (track.peer().equals(peer)) {
                    reports.addAll(reader.reports(track));
                }
            }
            clocks.put(peer, SenderClock.of(reports));
        }
        List<ComposedTrack> tracks = new ArrayList<>();
        for (CapturedTrack track : reader.tracks()) {
            List<CapturedPacket> packets = reader.packets(track);
            long[] taken = clocks.get(track.peer()).taken(track, packets);
            String name = track.codec().name();
            Optional<PictureCodec> codec = PictureCodec.ofName(name);
            Person person = people.get(track.peer());
            if (name.equalsIgnoreCase(OPUS)) {
                tracks.add(new ComposedTrack(track, person, codec, Sounds.opus(track, packets, taken)));
            } else if (codec.isPresent()) {
                tracks.add(new ComposedTrack(track, person, codec, Frames.of(codec.get(), packets, taken)));
            } else {
                System.err.println("No viewing copy of " + track.name() + ": its codec is " + name);
            }
        }
        return tracks;
    }

    /** Of a simulcast the best layer that was sent, because the tap introduces layers in ascending quality. */
    private static List<ComposedTrack> best(List<ComposedTrack> tracks) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (ComposedTrack track : tracks) {
            if (!track.frames().isEmpty()) {
                sources.put(track.track().publication(), track.track().source());
            }
        }
        return tracks.stream()
                .filter(track ->
                        track.track().source().equals(sources.get(track.track().publication())))
                .toList();
    }

    private static void describe(
            Path directory, List<Copy> copies, List<Speech.Turn> turns, Map<String, Person> people, long from, long to)
            throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("startedAt", Instant.ofEpochSecond(0, from).toString());
        node.put("durationMillis", (to - from) / 1_000_000L);
        ArrayNode list = node.putArray("copies");
        copies.forEach(copy -> copy.describe(list.addObject()));
        ArrayNode speech = node.putArray("speech");
        for (Speech.Turn turn : turns) {
            speech.addObject()
                    .put("peer", turn.peer())
                    .put("person", people.get(turn.peer()).name())
                    .put("fromMillis", turn.fromMillis())
                    .put("toMillis", turn.toMillis());
        }
        Path writing = directory.resolve(COPIES + ".writing");
        Files.writeString(writing, node.toPrettyString() + "\n");
        Files.move(writing, directory.resolve(COPIES), StandardCopyOption.ATOMIC_MOVE);
    }
}
