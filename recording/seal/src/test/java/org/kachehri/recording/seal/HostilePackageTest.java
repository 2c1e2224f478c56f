package org.kachehri.recording.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gov.loc.repository.bagit.reader.BagReader;
import gov.loc.repository.bagit.verify.BagVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.capture.SegmentDigest;

/** Packages that somebody made to harm whoever verifies them, or changed with skill; and what a validator that isn't ours says of ours. */
class HostilePackageTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path bag;
    private Path trust;
    private SigningIdentity stranger;

    @BeforeEach
    void sealAReception() throws IOException {
        bag = directory.resolve("package");
        SigningIdentity identity =
                SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), CLOCK);
        stranger = SigningIdentity.open(new SigningSettings(directory.resolve("other"), "Central Office"), CLOCK);
        trust = directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        new Seal(identity, CLOCK).seal(request(), bag);
    }

    private SealRequest request() throws IOException {
        Path capture = Files.createDirectories(directory.resolve("capture"));
        List<SegmentDigest> segments = new ArrayList<>();
        String chain = SegmentDigest.GENESIS;
        for (int i = 1; i <= 3; i++) {
            String name = "segment-00000" + i + ".pcapng";
            byte[] content = ("segment " + i).getBytes(StandardCharsets.UTF_8);
            Files.write(capture.resolve(name), content);
            chain = SegmentDigest.chain(chain, Digests.of(content));
            segments.add(new SegmentDigest(name, content.length, Digests.of(content), chain, i, i + 1));
        }
        CaptureResult result = new CaptureResult(capture, segments, List.of(), 1, 4);
        return new SealRequest(result, "PS-1", "{}", Map.of());
    }

    private Verification verify() throws IOException {
        return Verify.verify(bag, List.of(trust));
    }

    private JsonNode asJson() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VerifyCommand.run(
                List.of(bag.toString(), "--trust", trust.toString(), "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return Bag.JSON.readTree(out.toByteArray());
    }

    private void assertDamaged(String file, String how) throws IOException {
        Verification verification = verify();
        assertEquals("Damaged: " + file + ". " + how, verification.reason());
        assertEquals(Verdict.DAMAGED, verification.verdict());
        JsonNode json = asJson();
        assertEquals(file, json.path("firstDamaged").asText());
        assertEquals(1, json.path("exitCode").asInt());
        assertEquals(verification.reason(), json.path("reason").asText());
    }

    /** Whoever changes a file and knows the format makes the bag's manifests right again; only the seal tells. */
    private void makeManifestsRight() throws IOException {
        Map<String, String> payload = new TreeMap<>();
        Map<String, String> tags = new TreeMap<>();
        for (String file : Bag.files(bag)) {
            if (file.startsWith("data/")) {
                payload.put(file, Digests.of(bag.resolve(file)));
            }
        }
        Files.writeString(bag.resolve(Bag.MANIFEST), Bag.manifestText(payload));
        for (String file : Bag.files(bag)) {
            if (!file.startsWith("data/") && !file.equals(Bag.TAG_MANIFEST)) {
                tags.put(file, Digests.of(bag.resolve(file)));
            }
        }
        Files.writeString(bag.resolve(Bag.TAG_MANIFEST), Bag.manifestText(tags));
    }

    /** A seal of a stranger's own making, over whatever he likes. */
    private void signAnew(byte[] manifest) throws IOException {
        Files.writeString(bag.resolve(Bag.CERTIFICATES), stranger.chain());
        Files.write(bag.resolve(Bag.SEAL), manifest);
        Files.write(bag.resolve(Bag.SIGNATURE), stranger.sign(manifest));
        makeManifestsRight();
    }

    private void signAnew(Consumer<ObjectNode> change) throws IOException {
        ObjectNode seal = (ObjectNode) Bag.JSON.readTree(bag.resolve(Bag.SEAL).toFile());
        change.accept(seal);
        signAnew(seal.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aValidatorOfOthersAcceptsThePackageAndFindsTheSameChangedFile() throws Exception {
        try (BagVerifier verifier = new BagVerifier()) {
            verifier.isValid(new BagReader().read(bag), false);
        }
        Path file = bag.resolve("data/segments/segment-000002.pcapng");
        Files.delete(file);
        Files.writeString(file, "segment X");
        try (BagVerifier verifier = new BagVerifier()) {
            Exception found = assertThrows(Exception.class, () -> verifier.isValid(new BagReader().read(bag), false));
            assertTrue(found.toString().contains("segment-000002.pcapng"), found.toString());
        }
        assertDamaged("data/segments/segment-000002.pcapng", "It was changed after it was sealed.");
    }

    @Test
    void aSegmentTakenOutChangedExchangedOrPutInIsNamedThoughTheManifestsWereMadeRight() throws IOException {
        Path second = bag.resolve("data/segments/segment-000002.pcapng");
        Path third = bag.resolve("data/segments/segment-000003.pcapng");
        Path aside = directory.resolve("aside");
        Files.move(second, aside);
        makeManifestsRight();
        assertDamaged("data/segments/segment-000002.pcapng", "It is missing.");
        Files.move(third, second);
        Files.move(aside, third);
        makeManifestsRight();
        assertDamaged("data/segments/segment-000002.pcapng", "It was changed after it was sealed.");
        Files.move(second, aside);
        Files.move(third, second);
        Files.move(aside, third);
        makeManifestsRight();
        assertEquals(Verdict.INTACT, verify().verdict());
        Files.writeString(bag.resolve("data/segments/segment-000004.pcapng"), "more");
        assertDamaged("data/segments/segment-000004.pcapng", "It was put in after sealing.");
        makeManifestsRight();
        assertDamaged(Bag.MANIFEST, "It was changed after it was sealed.");
    }

    @Test
    void aManifestCutShortIsNamed() throws IOException {
        for (String manifest : List.of(Bag.MANIFEST, Bag.TAG_MANIFEST, Bag.SEAL)) {
            byte[] whole = Files.readAllBytes(bag.resolve(manifest));
            Files.write(bag.resolve(manifest), Arrays.copyOf(whole, whole.length / 2));
            assertEquals(Optional.of(manifest), verify().firstDamaged());
            assertEquals(manifest, asJson().path("firstDamaged").asText());
            Files.write(bag.resolve(manifest), whole);
        }
    }

    @Test
    void aPackageSignedAnewByAStrangerIsShownWithHisFingerprint() throws IOException {
        signAnew(seal -> {});
        // The certificates are among the signed files, so a stranger has to list his own.
        signAnew(seal -> {
            for (JsonNode file : seal.path("files")) {
                if (file.path("path").asText().equals(Bag.CERTIFICATES)) {
                    try {
                        ((ObjectNode) file)
                                .put("sha256", Digests.of(bag.resolve(Bag.CERTIFICATES)))
                                .put("bytes", Files.size(bag.resolve(Bag.CERTIFICATES)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
        JsonNode json = asJson();
        assertEquals("INTACT_SIGNER_UNKNOWN", json.path("verdict").asText());
        assertEquals(3, json.path("exitCode").asInt());
        assertEquals(stranger.fingerprint(), json.path("certificateSha256").asText());
        assertEquals(
                "Intact, but the signer isn't known here.", json.path("reason").asText());
    }

    @Test
    void pathsThatLeaveThePackageAreRefusedEvenWhenTheyAreSigned() throws IOException {
        Files.writeString(directory.resolve("secret"), "secret");
        for (String path : List.of(
                "../secret",
                "data/../../secret",
                "/etc/passwd",
                "data//x",
                "data/./x",
                "data\\..\\..\\secret",
                "C:/secret",
                "~/secret",
                "data/%2e%2e/secret",
                "data/a%0Ab",
                "data/a\nb",
                "data/a\u0000b",
                "data/a b",
                "data/\u202egpj.exe",
                "")) {
            signAnew(seal -> ((ArrayNode) seal.path("files"))
                    .addObject()
                    .put("path", path)
                    .put("bytes", 6)
                    .put("sha256", Digests.of("secret".getBytes(StandardCharsets.UTF_8))));
            assertDamaged(Bag.SEAL, "It names \"" + path + "\", which can't be a file of a package.");
            ObjectNode seal =
                    (ObjectNode) Bag.JSON.readTree(bag.resolve(Bag.SEAL).toFile());
            ArrayNode files = (ArrayNode) seal.path("files");
            files.remove(files.size() - 1);
            Files.writeString(bag.resolve(Bag.SEAL), seal.toString());
        }
    }

    @Test
    void oneFileUnderTwoNamesIsRefused() throws IOException {
        signAnew(seal -> ((ArrayNode) seal.path("files"))
                .addObject()
                .put("path", "data/Reception.json")
                .put("bytes", 2)
                .put("sha256", ""));
        assertDamaged(Bag.SEAL, "It names data/Reception.json twice.");
    }

    @Test
    void aFolderThatIsALinkElsewhereIsNamed() throws IOException {
        Path segments = bag.resolve("data/segments");
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(segments, elsewhere);
        Files.createSymbolicLink(segments, elsewhere);
        assertEquals(Optional.of("data/segments"), verify().firstDamaged());
        Path linked = directory.resolve("linked");
        Files.delete(segments);
        Files.move(elsewhere, segments);
        Files.createSymbolicLink(linked, bag);
        assertEquals(Verdict.INTACT, Verify.verify(linked, List.of(trust)).verdict(), "who verifies may use a link");
    }

    @Test
    void aFolderInAFolderWithoutEndIsFoundAtOnce() throws IOException {
        Path deep = bag.resolve("data");
        for (int i = 0; i < 200; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        assertDamaged("data/d/d/d/d", "It was put in after sealing.");
    }

    @Test
    void textsOfGigabytesAreRefusedWithoutReadingThem() throws IOException {
        for (String text : List.of(Bag.TAG_MANIFEST, Bag.MANIFEST, Bag.SEAL, Bag.SIGNATURE, Bag.CERTIFICATES)) {
            byte[] whole = Files.readAllBytes(bag.resolve(text));
            // Sparse: a gigabyte's line that takes no disk.
            try (RandomAccessFile file = new RandomAccessFile(bag.resolve(text).toFile(), "rw")) {
                file.setLength(1L << 40);
            }
            assertEquals(Optional.of(text), verify().firstDamaged());
            Files.write(bag.resolve(text), whole);
        }
    }

    @Test
    void aSealOfAMillionFilesOrAHundredThousandLevelsIsRefused() throws IOException {
        StringBuilder many = new StringBuilder("{\"files\":[");
        for (int i = 0; i < 1_000_000; i++) {
            many.append("{\"path\":1},");
        }
        signAnew(many.append("{}]}").toString().getBytes(StandardCharsets.UTF_8));
        assertDamaged(Bag.SEAL, "It can't be read as a seal.");
        signAnew("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertDamaged(Bag.SEAL, "It can't be read as a seal.");
        signAnew("{\"files\":[]}".getBytes(StandardCharsets.UTF_8));
        assertDamaged(Bag.SEAL, "It doesn't list the bag's own files.");
    }

    @Test
    void aFolderOfTooManyFilesIsNoPackage() throws IOException {
        for (int i = 0; i <= Bag.MAX_FILES; i++) {
            Files.createFile(bag.resolve("f" + i));
        }
        assertEquals(Verdict.NOT_A_PACKAGE, verify().verdict());
        assertEquals(bag + " holds more than 50000 files, as no sealed recording does.", verify().reason());
    }

    @Test
    void certificatesWithoutEndAreRefused() throws IOException {
        Files.writeString(bag.resolve(Bag.CERTIFICATES), stranger.chain().repeat(6));
        assertDamaged(Bag.CERTIFICATES, "There are 12 certificates.");
        Path huge = directory.resolve("huge.pem");
        Files.writeString(huge, stranger.chain().repeat(1000));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertEquals(2, VerifyCommand.run(List.of(bag.toString(), "--trust", huge.toString(), "--json"), out));
        assertEquals(
                "It can't be read: " + huge
                        + " holds no certificates: It is larger than 262144 bytes, as no such file is.",
                Bag.JSON.readTree(bytes.toByteArray()).path("reason").asText());
    }

    @Test
    void aPackedPackageIsNotUnpacked() throws IOException {
        Path bomb = directory.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("package/data/segments/segment-000001.pcapng"));
            zip.write(new byte[16 << 20]);
        }
        Verification verification = Verify.verify(bomb, List.of());
        assertEquals(Verdict.NOT_A_PACKAGE, verification.verdict());
        assertEquals(
                bomb + " isn't a package: it is compressed, as no package of ours is; unpack it first.",
                verification.reason());
    }

    @Test
    void aNameCannotWriteAVerdictOnTheScreen() throws IOException {
        Files.writeString(bag.resolve("x\u001b[2K\rIntact, sealed by a trusted signer"), "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VerifyCommand.run(List.of(bag.toString()), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("Damaged: x?[2K?Intact"), text);
        assertFalse(text.contains("\u001b"), text);
    }

    @Test
    void papersWithOtherNamesAreNotSealed() throws IOException {
        SealRequest whole = request();
        for (String name : List.of(
                "../x",
                "/x",
                "a/b",
                ".hidden",
                "a%0Ab",
                "a b",
                "",
                "x".repeat(81),
                "reception.json",
                "Reception.json",
                "LEDGER.jsonl",
                "segments")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new SealRequest(whole.capture(), "PS-1", "{}", Map.of(name, new byte[1])),
                    name);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new SealRequest(
                        whole.capture(), "PS-1", "{}", Map.of("a.json", new byte[1], "A.json", new byte[1])));
    }
}
