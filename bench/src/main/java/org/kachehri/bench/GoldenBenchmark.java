package org.kachehri.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.simulation.GoldenReception;
import org.kachehri.recording.capture.CaptureReader;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.recording.capture.CapturedEvent;
import org.kachehri.recording.capture.CapturedPacket;
import org.kachehri.recording.capture.CapturedTrack;
import org.kachehri.recording.capture.LedgerEntry;
import org.kachehri.recording.capture.TrackHealth;
import org.kachehri.recording.composer.SenderClock;

/**
 * A {@link GoldenReception} captured by the product's recorder, and the capture held against what was sent: every packet is in it or in its
 * ledger, and sound and picture of a person lie as far apart as they were taken. The recorder's wall clock is set forward and back meanwhile.
 */
final class GoldenBenchmark {

    private static final int DEFAULT_MINUTES = 30;
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How far the recorder may be behind: twice what its health may be behind itself. */
    private static final long BEHIND_NANOS = SECOND_NANOS / 2;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STEP_SECONDS = 5;

    private static final long CYCLE = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the capture says.
     *
     * @param packets that were sent
     * @param captured of these
     * @param repeated of these that aren't, but whose content a later packet holds
     * @param declared in the ledger
     * @param undeclared nowhere
     * @param offsetMillis the most by which a person's sound and picture are apart from what they were
     * @param wallSeconds by how much the wall clock was wrong, as the capture's clock readings say
     */
    record Finding(
            long packets,
            long captured,
            long repeated,
            long declared,
            long undeclared,
            double offsetMillis,
            Set<Long> wallSeconds) {}

    /** Lets the recorder keep up with virtual time. Its methods are called by the thread that plays. */
    private static final class Ear implements PacketTap {
        private final CaptureRecorder recorder;
        private final AtomicLong nanos;
        private final List<long[]> heard = new ArrayList<>();
        private long packets;

        Ear(CaptureRecorder recorder, AtomicLong nanos) {
            this.recorder = recorder;
            this.nanos = nanos;
        }

        @Override
        public void rtp(
                long arrivalNanos,
                String sourceId,
                SourceDescription source,
                MemorySegment plain,
                long offset,
                int length,
                boolean repaired) {
            packets++;
            recorder.rtp(arrivalNanos, sourceId, source, plain, offset, length, repaired);
        }

        @Override
        public void rtcp(long arrivalNanos, String sourceId, MemorySegment plain, long offset, int length) {
            recorder.rtcp(arrivalNanos, sourceId, plain, offset, length);
        }

        @Override
        public void source(SourceDescription source) {
            recorder.source(source);
        }

        /** Waits until it has written what was heard some time ago. It tells so several times a second of its own clock, which goes on meanwhile. */
        void keepUp(long nowNanos) {
            long recorders = nanos.accumulateAndGet(nowNanos, Math::max);
            heard.add(new long[] {nowNanos, packets});
            long due = 0;
            while (heard.getFirst()[0] < nowNanos - BEHIND_NANOS) {
                due = heard.removeFirst()[1];
            }
            while (written() < due) {
                if (recorder.health().failure().isPresent()) {
                    throw new IllegalStateException(recorder.health().failure().get());
                }
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
                recorders = nanos.accumulateAndGet(recorders + POLL_NANOS, Math::max);
            }
        }

        private long written() {
            return recorder.health().tracks().values().stream()
                            .mapToLong(TrackHealth::packets)
                            .sum()
                    + recorder.health().ringDropped();
        }
    }

    /** The recorder's wall clock: right at first, then 5 s ahead for a third of the time, then 5 s behind. */
    private static final class SetClock extends Clock {
        private final AtomicLong nanos;
        private final long lastNanos;

        SetClock(AtomicLong nanos, int seconds) {
            this.nanos = nanos;
            lastNanos = seconds * SECOND_NANOS;
        }

        @Override
        public Instant instant() {
            long now = nanos.get();
            long step = now < lastNanos / 3 ? 0 : now < lastNanos * 2 / 3 ? STEP_SECONDS : -STEP_SECONDS;
            return START.plusNanos(now).plusSeconds(step);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for a zone");
        }
    }

    private GoldenBenchmark() {}

    /** Arguments: {@code --minutes N --seed N}. */
    static void run(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        int minutes = words.contains("--minutes")
                ? Integer.parseInt(words.get(words.indexOf("--minutes") + 1))
                : DEFAULT_MINUTES;
        long seed = words.contains("--seed")
                ? Long.parseLong(words.get(words.indexOf("--seed") + 1))
                : System.nanoTime() & 0xFFFF;
        Path folder = Files.createTempDirectory("kachehri-golden");
        try {
            System.out.println(play(folder, seed, minutes * 60));
        } finally {
            Product.delete(folder);
        }
    }

    static Finding play(Path folder, long seed, int seconds) throws IOException {
        System.out.println("seed " + seed);
        AtomicLong nanos = new AtomicLong();
        List<GoldenReception.Stream> sent;
        try (CaptureRecorder recorder =
                CaptureRecorder.start(CaptureSettings.of(folder, "golden"), new SetClock(nanos, seconds), nanos::get)) {
            Ear ear = new Ear(recorder, nanos);
            sent = GoldenReception.play(seed, seconds, ear, ear::keepUp);
            recorder.finish();
        }
        try (CaptureReader capture = new CaptureReader(folder, folder.resolve("ledger.jsonl"))) {
            return find(capture, sent);
        }
    }

    private static Finding find(CaptureReader capture, List<GoldenReception.Stream> sent) throws IOException {
        Map<Long, Set<Long>> captured = new HashMap<>();
        Map<Long, Set<Long>> repeated = new HashMap<>();
        for (CapturedTrack track : capture.tracks()) {
            for (CapturedPacket packet : capture.packets(track)) {
                captured.computeIfAbsent(packet.ssrc(), any -> new HashSet<>()).add(packet.sequence() % CYCLE);
                for (long number : repeatedBy(track, packet)) {
                    repeated.computeIfAbsent(packet.ssrc(), any -> new HashSet<>())
                            .add(number);
                }
            }
        }
        Map<Long, Set<Long>> declared = new HashMap<>();
        for (LedgerEntry entry : capture.ledger()) {
            for (long number = entry.fromSequence(); number <= entry.toSequence(); number++) {
                declared.computeIfAbsent(entry.ssrc(), any -> new HashSet<>()).add(number % CYCLE);
            }
        }
        long[] counts = new long[5];
        for (GoldenReception.Stream stream : sent) {
            for (long number = stream.from(); number < stream.to(); number++) {
                counts[0]++;
                long wrapped = number % CYCLE;
                List<Map<Long, Set<Long>>> places = List.of(captured, repeated, declared);
                int place = 0;
                while (place < places.size()
                        && !places.get(place)
                                .getOrDefault(stream.ssrc(), Set.of())
                                .contains(wrapped)) {
                    place++;
                }
                counts[place + 1]++;
            }
        }
        return new Finding(
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                counts[4],
                offsetMillis(capture, sent),
                wallSeconds(capture.events()));
    }

    /** The numbers of the packets whose content this one holds once more. */
    private static List<Long> repeatedBy(CapturedTrack track, CapturedPacket packet) {
        MemorySegment bytes = packet.bytes();
        if (RtpHeader.payloadType(bytes, 0) != track.redPayloadType()) {
            return List.of();
        }
        int length = (int) bytes.byteSize();
        int header = RtpHeader.length(bytes, 0, length);
        int blocks = OpusRed.blocks(bytes, header, length - header);
        List<Long> numbers = new ArrayList<>();
        for (int back = 1; back < blocks; back++) {
            numbers.add((packet.sequence() - back) % CYCLE);
        }
        return numbers;
    }

    /** As the composer lays a person's tracks beside each other, and as they were taken. */
    private static double offsetMillis(CaptureReader capture, List<GoldenReception.Stream> sent) {
        Map<Long, GoldenReception.Stream> streams = new HashMap<>();
        sent.forEach(stream -> streams.put(stream.ssrc(), stream));
        long start = ChronoUnit.NANOS.between(Instant.EPOCH, START);
        Set<String> people = new TreeSet<>();
        capture.tracks().forEach(track -> people.add(track.peer()));
        long most = 0;
        for (String person : people) {
            List<CapturedTrack> tracks = capture.tracks().stream()
                    .filter(track -> track.peer().equals(person))
                    .toList();
            SenderClock clock = SenderClock.of(tracks.stream()
                    .flatMap(track -> capture.reports(track).stream())
                    .toList());
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (CapturedTrack track : tracks) {
                List<CapturedPacket> packets = capture.packets(track);
                long[] taken = clock.taken(track, packets);
                for (int i = 0; i < taken.length; i++) {
                    GoldenReception.Stream stream = streams.get(packets.get(i).ssrc());
                    long late = taken[i]
                            - start
                            - stream.takenNanos(
                                    RtpHeader.timestamp(packets.get(i).bytes(), 0));
                    least = Math.min(least, late);
                    greatest = Math.max(greatest, late);
                }
            }
            most = Math.max(most, greatest - least);
        }
        return most / 1e6;
    }

    private static Set<Long> wallSeconds(List<CapturedEvent> events) throws IOException {
        Set<Long> seconds = new TreeSet<>();
        for (CapturedEvent event : events) {
            JsonNode json = JSON.readTree(event.json());
            if (json.path("type").asText().equals("clock")) {
                long wall = ChronoUnit.NANOS.between(
                        Instant.EPOCH, Instant.parse(json.get("wall").asText()));
                // The reading is taken when the recorder's thread comes to it, up to a second of virtual time later.
                seconds.add(STEP_SECONDS * Math.round((wall - event.nanos()) / (double) (STEP_SECONDS * SECOND_NANOS)));
            }
        }
        return seconds;
    }
}
