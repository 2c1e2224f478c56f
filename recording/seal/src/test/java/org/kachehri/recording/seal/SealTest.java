package org.kachehri.recording.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.capture.CaptureSettings;

class SealTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path bag;
    private Path trust;
    private CaptureResult capture;

    @BeforeEach
    void sealAReception() throws IOException {
        capture = capture();
        bag = directory.resolve("package");
        SigningIdentity identity =
                SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), CLOCK);
        trust = directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        new Seal(identity, CLOCK).seal(request(), bag);
    }

    private SealRequest request() {
        return new SealRequest(
                capture,
                "PS-20261122-yen-hoa-1",
                "{\"id\":\"r1\"}",
                Map.of("minutes.json", "{\"paragraphs\":[]}".getBytes(StandardCharsets.UTF_8)));
    }

    private CaptureResult capture() throws IOException {
        AtomicLong nanos = new AtomicLong();
        CaptureSettings settings = new CaptureSettings(
                directory.resolve("capture"), "r1", 10_000_000_000L, 10_000, 1 << 20, 3_000_000_000L);
        CaptureRecorder recorder = CaptureRecorder.start(settings, CLOCK, nanos::get);
        SourceDescription microphone =
                new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 1, 7, -1);
        MemorySegment packet = MemorySegment.ofArray(new byte[500]);
        for (int i = 0; i < 60; i++) {
            RtpHeader.write(packet, 0, 111, false, i, i * 960L, 7);
            recorder.rtp(nanos.addAndGet(20_000_000), "p1/microphone", microphone, packet, 0, 500, false);
        }
        return recorder.finish();
    }

    private Verification verify() throws IOException {
        return Verify.verify(bag, List.of(trust));
    }

    @Test
    void aSealedPackageIsIntactAndItsSignerIsTrusted() throws IOException {
        Verification verification = verify();
        assertEquals(Verdict.INTACT, verification.verdict(), verification.reason());
        assertTrue(verification.segments() > 2);
        assertEquals(verification.segments(), verification.intactSegments());
        assertEquals(Optional.of(CLOCK.instant()), verification.sealedAt());
    }

    @Test
    void anExtractIsVerifiedAsAFolderAndAsAZipAndADamagedOneIsNamed() throws IOException {
        SigningIdentity identity =
                SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), CLOCK);
        Path picture = directory.resolve("picture");
        Files.write(picture, new byte[100_000]);
        Path extract = directory.resolve("extract");
        new Seal(identity, CLOCK)
                .seal(
                        new ExtractRequest(
                                "PS-20261122-yen-hoa-1",
                                Bag.JSON.createObjectNode().put("reason", "Appeal 12/2026"),
                                Map.of("extract.mp4", picture)),
                        extract);
        assertEquals(Verdict.INTACT, Verify.verify(extract, List.of(trust)).verdict());
        assertEquals(
                "Appeal 12/2026",
                Bag.JSON
                        .readTree(extract.resolve(Bag.SEAL).toFile())
                        .at("/extract/reason")
                        .asText());
        Path zip = directory.resolve("extract.zip");
        BagZip.write(extract, zip);
        Verification zipped = Verify.verify(zip, List.of(trust));
        assertEquals(Verdict.INTACT, zipped.verdict(), zipped.reason());

        replace(extract.resolve(Bag.SEAL), "{}".getBytes(StandardCharsets.UTF_8));
        Path changed = directory.resolve("changed.zip");
        BagZip.write(extract, changed);
        Verification damaged = Verify.verify(changed, List.of(trust));
        assertEquals(Verdict.DAMAGED, damaged.verdict());
        assertEquals(Optional.of(Bag.SEAL), damaged.firstDamaged());
    }

    @Test
    void aZipThatIsNoPackageOrUnpacksToMoreThanItIsIsRefusedWithASentence() throws IOException {
        Path bomb = directory.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
            out.putNextEntry(new ZipEntry("bag/bagit.txt"));
            out.write(new byte[1 << 20]);
        }
        Path leaving = directory.resolve("leaving.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(leaving))) {
            ZipEntry entry = new ZipEntry("../bagit.txt");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(0);
            entry.setCrc(0);
            out.putNextEntry(entry);
        }
        Path text = Files.writeString(directory.resolve("text.zip"), "no zip");
        for (Path wrong : List.of(bomb, leaving, text)) {
            Verification verification = Verify.verify(wrong, List.of());
            assertEquals(Verdict.NOT_A_PACKAGE, verification.verdict(), wrong.toString());
            assertTrue(verification.reason().contains("isn't a package: "), verification.reason());
        }
    }

    @Test
    void aFlippedBitAnywhereInAnyFileIsFoundAndTheFileIsNamed() throws IOException {
        for (String name : Bag.files(bag)) {
            Path file = bag.resolve(name);
            byte[] original = Files.readAllBytes(file);
            int step = Math.max(1, original.length / 150);
            for (int at = 0; at < original.length; at += step) {
                byte[] flipped = original.clone();
                flipped[at] ^= 1;
                replace(file, flipped);
                Verification verification = verify();
                assertEquals(Verdict.DAMAGED, verification.verdict(), name + " at " + at);
                assertEquals(Optional.of(name), verification.firstDamaged(), name + " at " + at);
            }
            replace(file, original);
        }
        assertEquals(Verdict.INTACT, verify().verdict());
    }

    /** As a new file: the segments may be linked to the capture's. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    @Test
    void aMissingOrShortenedFileIsNamed() throws IOException {
        for (String name : Bag.files(bag)) {
            Path file = bag.resolve(name);
            byte[] original = Files.readAllBytes(file);
            Files.delete(file);
            assertEquals(Optional.of(name), verify().firstDamaged());
            Files.write(file, original);
            if (original.length == 0) {
                continue;
            }
            try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
                shortened.setLength(original.length - 1);
            }
            assertEquals(Optional.of(name), verify().firstDamaged());
            replace(file, original);
        }
    }

    @Test
    void aFileThatWasPutInIsNamed() throws IOException {
        Files.writeString(bag.resolve("data/segments/segment-000099.pcapng"), "more");
        assertEquals(Optional.of("data/segments/segment-000099.pcapng"), verify().firstDamaged());
    }

    @Test
    void twoSegmentsThatChangedPlacesAreFound() throws IOException {
        Path first = bag.resolve("data/segments/segment-000001.pcapng");
        Path second = bag.resolve("data/segments/segment-000002.pcapng");
        Path aside = directory.resolve("aside");
        Files.move(first, aside);
        Files.move(second, first);
        Files.move(aside, second, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(Optional.of("data/segments/segment-000001.pcapng"), verify().firstDamaged());
    }

    @Test
    void aLinkInPlaceOfAFileIsDamage() throws IOException {
        Path file = bag.resolve("data/reception.json");
        Path elsewhere = directory.resolve("elsewhere.json");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertEquals(Optional.of("data/reception.json"), verify().firstDamaged());
    }

    @Test
    void aPackageOfAnotherSignerIsIntactButUnknown() throws IOException {
        SigningIdentity other =
                SigningIdentity.open(new SigningSettings(directory.resolve("other"), "Central Office"), CLOCK);
        Path forged = directory.resolve("forged");
        new Seal(other, CLOCK).seal(request(), forged);
        Verification verification = Verify.verify(forged, List.of(trust));
        assertEquals(Verdict.INTACT_SIGNER_UNKNOWN, verification.verdict());
        assertEquals(Optional.of(other.fingerprint()), verification.fingerprint());
        assertEquals(
                Verdict.INTACT_SIGNER_UNKNOWN, Verify.verify(bag, List.of()).verdict());
    }

    @Test
    void whatIsNoPackageIsCalledSo() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertEquals(Verdict.NOT_A_PACKAGE, Verify.verify(empty, List.of()).verdict());
        assertEquals(
                Verdict.NOT_A_PACKAGE,
                Verify.verify(directory.resolve("nowhere"), List.of()).verdict());
        assertEquals(Verdict.NOT_A_PACKAGE, Verify.verify(trust, List.of()).verdict());
    }

    @Test
    void aChangedSegmentIsNotSealed() throws IOException {
        Path segment = directory.resolve("capture/segment-000002.pcapng");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[50] ^= 1;
        replace(segment, bytes);
        SigningIdentity identity =
                SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), CLOCK);
        Path again = directory.resolve("again");
        assertThrows(IOException.class, () -> new Seal(identity, CLOCK).seal(request(), again));
        assertThrows(FileAlreadyExistsException.class, () -> new Seal(identity, CLOCK).seal(request(), bag));
    }

    @Test
    void theKeysAreForTheirOwnerOnlyAndTheSignerIsRenewedBeforeItEnds() throws IOException {
        SigningSettings settings = new SigningSettings(directory.resolve("keys"), "Central Office");
        assertEquals(
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
                Files.getPosixFilePermissions(directory.resolve("keys/signer-key.pem")));
        String first = SigningIdentity.open(settings, CLOCK).fingerprint();
        assertEquals(first, SigningIdentity.open(settings, CLOCK).fingerprint());
        Clock later = Clock.offset(CLOCK, Duration.ofDays(3 * 365));
        SigningIdentity renewed = SigningIdentity.open(settings, later);
        assertTrue(!first.equals(renewed.fingerprint()));
        Path second = directory.resolve("second");
        new Seal(renewed, later).seal(request(), second);
        assertEquals(Verdict.INTACT, Verify.verify(second, List.of(trust)).verdict());
        assertEquals(Verdict.INTACT, verify().verdict());
    }

    @Test
    void theCommandSaysItInWordsAndByItsExitCode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertEquals(0, VerifyCommand.run(List.of(bag.toString(), "--trust", trust.toString()), out));
        assertEquals(3, VerifyCommand.run(List.of(bag.toString()), out));
        assertEquals(2, VerifyCommand.run(List.of(directory.toString()), out));
        assertEquals(2, VerifyCommand.run(List.of(), out));
        Files.delete(bag.resolve("data/ledger.jsonl"));
        assertEquals(1, VerifyCommand.run(List.of(bag.toString()), out));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Damaged: data/ledger.jsonl. It is missing."), text);
        assertTrue(text.contains("Usage: kachehri verify PATH"), text);
    }
}
