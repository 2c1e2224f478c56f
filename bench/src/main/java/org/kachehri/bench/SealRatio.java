package org.kachehri.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.capture.SegmentDigest;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verify;

/**
 * How much longer sealing and verifying take than {@code sha256sum} over the same segments. Everything has been read before, so that
 * the disk isn't what is measured; what a seal writes is fsynced.
 */
final class SealRatio {

    /** 10 s of a reception of four at 0.6 Mbit/s each. */
    private static final int SEGMENT_BYTES = 3_000_000;

    private static final long SEGMENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private SealRatio() {}

    /** Sets the figures {@code record.seal_ratio} and {@code record.verify_ratio}, medians of so many rounds. */
    static void measure(Path folder, long bytes, int rounds, Figures figures) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(folder.resolve("capture"));
        CaptureResult capture = capture(directory, (int) Math.max(1, bytes / SEGMENT_BYTES));
        SigningSettings settings = new SigningSettings(folder.resolve("keys"), "bench");
        Seal seal = new Seal(SigningIdentity.open(settings, Clock.systemUTC()), Clock.systemUTC());
        SealRequest request = new SealRequest(capture, "bench", "{}\n", Map.of());
        List<Path> trusted = List.of(settings.directory().resolve(SigningIdentity.AUTHORITY_CERTIFICATE));
        sha256sum(capture);
        List<Double> sums = new ArrayList<>();
        List<Double> seals = new ArrayList<>();
        List<Double> checks = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Path target = folder.resolve("sealed-" + round);
            sums.add(sha256sum(capture));
            long begin = System.nanoTime();
            seal.seal(request, target);
            seals.add((System.nanoTime() - begin) / 1e9);
            begin = System.nanoTime();
            Verdict verdict = Verify.verify(target, trusted).verdict();
            checks.add((System.nanoTime() - begin) / 1e9);
            if (verdict != Verdict.INTACT) {
                throw new IllegalStateException("what was sealed is " + verdict);
            }
        }
        double sum = Figures.median(sums);
        System.out.printf(
                Locale.ROOT,
                "%d segments, %.0f MB: sha256sum %.2f s, sealing %.2f s, verifying %.2f s%n",
                capture.segments().size(),
                capture.segments().size() * (SEGMENT_BYTES / 1e6),
                sum,
                Figures.median(seals),
                Figures.median(checks));
        figures.set("record.seal_ratio", Figures.median(seals) / sum, "x");
        figures.set("record.verify_ratio", Figures.median(checks) / sum, "x");
    }

    /** Segments of noise: to a digest all bytes are alike. */
    private static CaptureResult capture(Path directory, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        byte[] content = new byte[SEGMENT_BYTES];
        List<SegmentDigest> segments = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        String chain = SegmentDigest.GENESIS;
        for (int i = 0; i < count; i++) {
            String name = String.format(Locale.ROOT, "segment-%06d.pcapng", i + 1);
            random.nextBytes(content);
            Files.write(directory.resolve(name), content);
            String sha256 = sha256(content);
            chain = SegmentDigest.chain(chain, sha256);
            segments.add(
                    new SegmentDigest(name, content.length, sha256, chain, i * SEGMENT_NANOS, (i + 1) * SEGMENT_NANOS));
            lines.append("{\"name\":\"").append(name).append("\"}\n");
        }
        Files.writeString(directory.resolve(CaptureResult.SEGMENTS), lines, StandardCharsets.UTF_8);
        return new CaptureResult(directory, segments, List.of(), 0, count * SEGMENT_NANOS);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Seconds that the program takes for all segments, its start included. */
    private static double sha256sum(CaptureResult capture) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sha256sum"));
        capture.segments().forEach(segment -> command.add(segment.name()));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(capture.directory().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("sha256sum failed");
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
