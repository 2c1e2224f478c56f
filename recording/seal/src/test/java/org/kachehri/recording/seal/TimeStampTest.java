package org.kachehri.recording.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.recording.capture.CaptureResult;

/** Time stamps by an authority of the test's own, over real HTTP. */
class TimeStampTest {
    private static final Instant SEALED = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    Path directory;

    private Path bag;
    private SigningIdentity identity;
    private Path trust;
    private Path authorities;
    private OwnTimeAuthority authority;

    @BeforeEach
    void sealAReception() throws Exception {
        bag = directory.resolve("package");
        Clock clock = Clock.fixed(SEALED, ZoneOffset.UTC);
        identity = SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), clock);
        trust = directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        Files.createDirectories(directory.resolve("capture"));
        CaptureResult capture = new CaptureResult(directory.resolve("capture"), List.of(), List.of(), 0, 0);
        new Seal(identity, clock).seal(new SealRequest(capture, "PS-1", "{}", Map.of()), bag);
        authority = new OwnTimeAuthority(SEALED.plusSeconds(5), YEAR);
        authorities = authority.writeCertificate(directory.resolve("tsa.pem"));
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private void stamp() throws IOException, InterruptedException {
        try (TimeStampAuthority client = client(authority.url())) {
            client.stamp(bag, Instant.MAX, Instant.MAX);
        }
    }

    private TimeStampAuthority client(URI url) {
        return new TimeStampAuthority(new TimeAuthoritySettings(url, authorities), new SecureRandom());
    }

    private Verification verify() throws IOException {
        return Verify.verify(bag, List.of(trust, authorities));
    }

    @Test
    void aStampProvesTheTime() throws Exception {
        assertTrue(verify().time().isEmpty());
        stamp();
        Verification verification = verify();
        assertEquals(Verdict.INTACT, verification.verdict(), verification.reason());
        assertEquals(
                "Intact, sealed by a trusted signer; a time stamp proves that it was before 2026-11-22T09:00:05Z.",
                verification.reason());
        assertTrue(verification.time().orElseThrow().trusted());
    }

    @Test
    void aStampOfWhomNobodyKnowsProvesNothing() throws Exception {
        stamp();
        Verification verification = Verify.verify(bag, List.of(trust));
        assertEquals(Verdict.INTACT, verification.verdict());
        assertTrue(verification.reason().contains("time not proven"), verification.reason());
        assertFalse(verification.time().orElseThrow().trusted());
    }

    @Test
    void aChangedStampIsNamedAndSoIsOneOfAnotherPackage() throws Exception {
        stamp();
        Path file = bag.resolve("signature/timestamps/0001.tst");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 97) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            Verification verification = verify();
            // The authority's name stands in the token twice, once unsigned: what only decorates may change, never what
            // it testifies.
            if (verification.verdict() == Verdict.INTACT) {
                assertEquals(authority.now, verification.time().orElseThrow().before());
            } else {
                assertEquals(
                        "signature/timestamps/0001.tst",
                        verification.firstDamaged().orElseThrow(),
                        "byte " + at);
            }
        }
        try (TimeStampAuthority client = client(authority.url())) {
            Files.write(file, client.stamp(new byte[32]));
        }
        Verification verification = verify();
        assertEquals(Verdict.DAMAGED, verification.verdict());
        assertTrue(verification.reason().endsWith("The time stamp is of something else."), verification.reason());
    }

    @Test
    void aStampIsStampedAgainBeforeItsCertificateEndsAndTheFirstKeepsItsWorth() throws Exception {
        stamp();
        OwnTimeAuthority first = authority;
        authority = new OwnTimeAuthority(SEALED.plus(YEAR).minus(Duration.ofDays(60)), YEAR.multipliedBy(2));
        first.close();
        Files.writeString(authorities, Pem.certificate(first.certificate) + Pem.certificate(authority.certificate));
        stamp();
        Verification verification = verify();
        assertEquals(Verdict.INTACT, verification.verdict(), verification.reason());
        assertEquals(SEALED.plusSeconds(5), verification.time().orElseThrow().before());
        assertEquals(
                authority.certificate.getNotAfter().toInstant(),
                verification.time().orElseThrow().renewBefore());
        Files.delete(bag.resolve("signature/timestamps/0001.tst"));
        assertEquals(
                "signature/timestamps/0002.tst", verify().firstDamaged().orElseThrow(), "one was taken from beneath");
    }

    private void addMinutes(Instant at) throws IOException {
        new Addenda(bag).add(identity, Map.of("minutes.json", new byte[] {'1'}), Clock.fixed(at, ZoneOffset.UTC));
    }

    /** As the archive does it: what is worth something for another 90 days is left as it is. */
    private void stampWhatIsDue() throws IOException, InterruptedException {
        try (TimeStampAuthority client = client(authority.url())) {
            client.stamp(bag, authority.now.plus(Duration.ofDays(90)), authority.now.minus(Duration.ofDays(30)));
        }
    }

    @Test
    void anAddendumHasStampsOfItsOwnAndTheSealsStayAsTheyWere() throws Exception {
        stampWhatIsDue();
        addMinutes(SEALED.plus(Duration.ofDays(2)));
        assertTrue(
                verify().reason().endsWith(" Papers were added later, at last at 2026-11-24T09:00:00Z."),
                verify().reason());
        authority.now = SEALED.plus(Duration.ofDays(3));
        stampWhatIsDue();
        stampWhatIsDue();
        assertEquals(List.of("0001.tst"), names("signature/timestamps"));
        assertEquals(List.of("0001.tst"), names("addenda/0001/timestamps"));
        assertEquals(Verdict.INTACT, verify().verdict(), verify().reason());
        assertTrue(
                verify().reason()
                        .endsWith(
                                "at last at 2026-11-24T09:00:00Z; a time stamp proves that it was before 2026-11-25T09:00:00Z."),
                verify().reason());
        Path stamp = bag.resolve("addenda/0001/timestamps/0001.tst");
        byte[] whole = Files.readAllBytes(stamp);
        Files.copy(bag.resolve("signature/timestamps/0001.tst"), stamp, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                "Damaged: addenda/0001/timestamps/0001.tst. The time stamp is of something else.", verify().reason());
        Files.write(stamp, whole);
        authority.now = SEALED.plus(Duration.ofDays(300));
        stampWhatIsDue();
        assertEquals(List.of("0001.tst", "0002.tst"), names("signature/timestamps"));
        assertEquals(List.of("0001.tst", "0002.tst"), names("addenda/0001/timestamps"));
        assertEquals(Verdict.INTACT, verify().verdict(), verify().reason());
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(bag.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anAddendumStampedWhenItsSignersCertificateHadEndedIsFound() throws Exception {
        stampWhatIsDue();
        addMinutes(SEALED.plus(Duration.ofDays(2)));
        authority.close();
        OwnTimeAuthority first = authority;
        authority = new OwnTimeAuthority(SEALED.plus(YEAR.multipliedBy(4)), YEAR);
        Files.writeString(authorities, Pem.certificate(first.certificate) + Pem.certificate(authority.certificate));
        try (TimeStampAuthority client = client(authority.url())) {
            client.stamp(bag, SEALED, SEALED);
        }
        assertEquals(Verdict.INTACT_SIGNER_UNKNOWN, verify().verdict());
        assertTrue(
                verify().reason()
                        .startsWith(
                                "Intact, but who added papers to it isn't known here, or the certificate wasn't valid then."),
                verify().reason());
    }

    @Test
    void aStampMadeTooLateIsNamed() throws Exception {
        stamp();
        OwnTimeAuthority first = authority;
        authority = new OwnTimeAuthority(SEALED.plus(YEAR).plus(Duration.ofDays(10)), YEAR);
        first.close();
        Files.writeString(authorities, Pem.certificate(first.certificate) + Pem.certificate(authority.certificate));
        stamp();
        assertEquals("signature/timestamps/0002.tst", verify().firstDamaged().orElseThrow());
    }

    @Test
    void aSignersCertificateThatEndedBeforeTheStampIsFound() throws Exception {
        authority.close();
        authority = new OwnTimeAuthority(SEALED.plus(YEAR.multipliedBy(4)), YEAR);
        authorities = authority.writeCertificate(authorities);
        stamp();
        Verification verification = verify();
        assertEquals(Verdict.INTACT_SIGNER_UNKNOWN, verification.verdict());
        assertEquals(
                "Intact, but the signer's certificate was not valid when it was stamped: it was valid until 2029-11-21T09:00:00Z, the time stamp is of 2030-11-21T09:00:00Z.",
                verification.reason());
    }

    @Test
    void anAuthorityThatIsAwayOrNotTrustedLeavesThePackageAsItIs() throws Exception {
        authority.away = true;
        assertTrue(assertThrows(IOException.class, this::stamp).getMessage().contains("503"));
        authority.away = false;
        try (OwnTimeAuthority stranger = new OwnTimeAuthority(SEALED, YEAR);
                TimeStampAuthority client = client(stranger.url())) {
            assertThrows(IOException.class, () -> client.stamp(bag, Instant.MAX, Instant.MAX));
        }
        assertTrue(verify().time().isEmpty());
        assertEquals(Verdict.INTACT, verify().verdict());
    }

    @Test
    void aProgramReadsTheSameAsAPerson() throws Exception {
        stamp();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = VerifyCommand.run(
                List.of(bag.toString(), "--trust", trust.toString(), "--trust", authorities.toString(), "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertEquals(0, exit);
        JsonNode answer = Bag.JSON.readTree(out.toByteArray());
        assertEquals("INTACT", answer.path("verdict").asText());
        assertEquals(
                "2026-11-22T09:00:05Z", answer.path("timeStamp").path("before").asText());
    }
}
