package org.kachehri.recording.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.seal.Addenda;
import org.kachehri.recording.seal.OwnTimeAuthority;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealRequest;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.TimeAuthoritySettings;
import org.kachehri.recording.seal.Verdict;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.seal.Verify;

class StampRecordingsTest {
    private static final Instant SEALED = Instant.parse("2026-11-22T09:00:00Z");

    @TempDir
    Path directory;

    @Test
    void whatWasSealedIsStampedWhenTheAuthorityIsBackAndAgainBeforeItsCertificateEnds() throws Exception {
        Path bag = directory.resolve("store/r1/package");
        seal(bag);
        MovingClock clock = new MovingClock(SEALED);
        RecordingStore recordings = new RecordingStore();
        RecordingSubject subject = new RecordingSubject(
                "r1", "PS-1", "yen-hoa", LocalDate.parse("2026-11-22"), "Trần Văn An", "COMPLAINT", false);
        try (TestDatabase database = TestDatabase.of(Archive.SCHEMA);
                OwnTimeAuthority authority = new OwnTimeAuthority(SEALED.plusSeconds(5), Duration.ofDays(365))) {
            Path authorities = authority.writeCertificate(directory.resolve("tsa.pem"));
            CopyStore copies = new CopyStore();
            LocalPackages packages = new LocalPackages(
                    database.transactions(),
                    recordings,
                    copies,
                    new Store(directory.resolve("store")),
                    Optional.empty(),
                    clock);
            TimeAuthoritySettings settings = new TimeAuthoritySettings(authority.url(), authorities);
            try (StampRecordings stamps = new StampRecordings(
                    database.transactions(),
                    recordings,
                    packages,
                    copies,
                    new PackageListStore(),
                    directory,
                    settings,
                    clock)) {
                database.transactions().act(tx -> {
                    recordings.writing(tx, subject, SEALED);
                    recordings.sealed(tx, "r1", SEALED, "00", 1);
                    recordings.state(tx, "r1", RecordingState.VERIFIED, SEALED);
                });
                authority.away = true;
                stamps.stampAll();
                assertEquals(0, stamps(bag, "signature"));
                authority.away = false;
                stamps.stampAll();
                stamps.stampAll();
                assertEquals(1, stamps(bag, "signature"));
                clock.move(Duration.ofDays(300));
                authority.now = clock.instant();
                stamps.stampAll();
                stamps.stampAll();
                assertEquals(2, stamps(bag, "signature"));
                new Addenda(bag).add(identity(clock), Map.of("minutes.json", new byte[] {'1'}), clock);
                database.transactions().act(tx -> recordings.added(tx, "r1"));
                stamps.stampAll();
                stamps.stampAll();
                assertEquals(1, stamps(bag, "addenda/0001"));
                assertEquals(2, stamps(bag, "signature"), "what was stamped stays as it is");
            }
            Path trust = directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
            Verification verification = Verify.verify(bag, List.of(trust, authorities));
            assertEquals(Verdict.INTACT, verification.verdict(), verification.reason());
        }
    }

    private void seal(Path bag) throws IOException {
        Clock clock = Clock.fixed(SEALED, ZoneOffset.UTC);
        Files.createDirectories(directory.resolve("capture"));
        Files.createDirectories(bag.getParent());
        CaptureResult capture = new CaptureResult(directory.resolve("capture"), List.of(), List.of(), 0, 0);
        new Seal(identity(clock), clock).seal(new SealRequest(capture, "PS-1", "{}", Map.of()), bag);
    }

    private SigningIdentity identity(Clock clock) throws IOException {
        return SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), clock);
    }

    private static long stamps(Path bag, String beside) throws IOException {
        Path folder = bag.resolve(beside).resolve("timestamps");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
