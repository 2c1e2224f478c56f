package org.kachehri.recording.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.recording.capture.CaptureResult;

class AddendaTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
    private static final String FIRST = "addenda/0001/";

    @TempDir
    Path directory;

    private Path bag;
    private SigningIdentity identity;
    private List<Path> trust;

    @BeforeEach
    void addTwice() throws IOException {
        identity = identity("keys");
        trust = List.of(directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE));
        bag = seal("package");
        add(identity, "signed");
        add(identity, "signed, and a paragraph more");
    }

    private SigningIdentity identity(String keys) throws IOException {
        return SigningIdentity.open(new SigningSettings(directory.resolve(keys), "Central Office"), CLOCK);
    }

    private Path seal(String name) throws IOException {
        Path capture = Files.createDirectories(directory.resolve("capture"));
        Path target = directory.resolve(name);
        CaptureResult captured = new CaptureResult(capture, List.of(), List.of(), 0, 0);
        new Seal(identity, CLOCK).seal(new SealRequest(captured, "PS-" + name, "{}", Map.of()), target);
        return target;
    }

    private void add(SigningIdentity who, String minutes) throws IOException {
        new Addenda(bag).add(who, Map.of("minutes.json", minutes.getBytes(StandardCharsets.UTF_8)), CLOCK);
    }

    private Verification verify() throws IOException {
        return Verify.verify(bag, trust);
    }

    private void assertDamaged(String file, String how) throws IOException {
        Verification found = verify();
        assertEquals(Verdict.DAMAGED, found.verdict(), found.reason());
        assertEquals(Optional.of(file), found.firstDamaged());
        assertTrue(found.reason().contains(how), found.reason());
    }

    @Test
    void whatWasAddedLaterBelongsToTheEvidenceAndTheSealStaysAsItWas() throws IOException {
        Verification found = verify();
        assertEquals(Verdict.INTACT, found.verdict(), found.reason());
        assertTrue(
                found.reason().endsWith("Papers were added later, at last at 2026-11-22T09:00:00Z."), found.reason());
        assertArrayEquals(
                "signed, and a paragraph more".getBytes(StandardCharsets.UTF_8),
                new Addenda(bag).paper("minutes.json").orElseThrow());
        assertEquals(Optional.empty(), new Addenda(bag).paper("other.json"));
    }

    @Test
    void aPaperThatWasChangedOrTakenIsNamed() throws IOException {
        Path paper = bag.resolve(FIRST + "minutes.json");
        byte[] before = Files.readAllBytes(paper);
        Files.writeString(paper, "signeD");
        assertDamaged(FIRST + "minutes.json", "It was changed after it was added.");
        Files.delete(paper);
        assertDamaged(FIRST + "minutes.json", "It is missing.");
        Files.write(paper, before);
        Files.delete(bag.resolve(FIRST + "addendum.sig"));
        assertDamaged(FIRST + "addendum.json", "It is missing.");
    }

    @Test
    void anAddendumThatWasChangedSwappedOrTakenFromTheMiddleIsNamed() throws IOException {
        Path content = bag.resolve(FIRST + "addendum.json");
        String text = Files.readString(content);
        Files.writeString(content, text.replace("2026-11-22", "2026-11-21"));
        assertDamaged(FIRST + "addendum.json", "The signature doesn't match.");
        Files.writeString(content, text);
        Files.move(bag.resolve("addenda/0001"), bag.resolve("addenda/0003"));
        assertDamaged("addenda/0002/addendum.json", "It was put in after sealing.");
        Files.move(bag.resolve("addenda/0002"), bag.resolve("addenda/0001"));
        Files.move(bag.resolve("addenda/0003"), bag.resolve("addenda/0002"));
        assertDamaged(FIRST + "addendum.json", "It belongs to another package, or to another place in this one.");
    }

    @Test
    void anAddendumOfAnotherPackageOrOfAStrangerIsNotTaken() throws IOException {
        Path other = seal("other");
        Files.createDirectories(other.resolve("addenda"));
        Files.move(bag.resolve("addenda/0001"), other.resolve("addenda/0001"));
        Verification found = Verify.verify(other, trust);
        assertEquals(Optional.of(FIRST + "addendum.json"), found.firstDamaged(), found.reason());
        Files.move(other.resolve("addenda/0001"), bag.resolve("addenda/0001"));
        add(identity("others"), "forged");
        assertEquals(Verdict.INTACT_SIGNER_UNKNOWN, verify().verdict());
        assertTrue(verify().reason().startsWith("Intact, but who added papers"), verify().reason());
    }

    @Test
    void aFileThatNoAddendumNamesIsFound() throws IOException {
        Files.writeString(bag.resolve(FIRST + "more.json"), "{}");
        assertDamaged(FIRST + "more.json", "It was put in after sealing.");
    }
}
