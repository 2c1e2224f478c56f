package org.kachehri.recording.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.recording.capture.CaptureResult;

class PackageListsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @TempDir
    Path directory;

    private Path lists;
    private Path packages;
    private Path trust;
    private SigningIdentity identity;

    /** Three days with two packages each. */
    @BeforeEach
    void makeLists() throws IOException {
        identity = SigningIdentity.open(new SigningSettings(directory.resolve("keys"), "Central Office"), CLOCK);
        trust = directory.resolve("keys").resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        lists = Files.createDirectories(directory.resolve("lists"));
        packages = directory.resolve("recordings");
        Files.createDirectories(directory.resolve("capture"));
        Optional<PackageList.Previous> previous = Optional.empty();
        for (int day = 0; day < 3; day++) {
            List<PackageList.Entry> entries = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                String code = "PS-" + day + "-" + n;
                Path folder = Files.createDirectories(packages.resolve(code));
                CaptureResult capture = new CaptureResult(directory.resolve("capture"), List.of(), List.of(), 0, 0);
                SealedPackage sealed = new Seal(identity, CLOCK)
                        .seal(new SealRequest(capture, code, "{}", Map.of()), folder.resolve("package"));
                entries.add(new PackageList.Entry(code, sealed.sealedAt(), sealed.manifestSha256()));
            }
            LocalDate date = DAY.plusDays(day);
            String sha256 = PackageLists.write(lists, new PackageList(date, previous, entries), identity);
            previous = Optional.of(new PackageList.Previous(date, sha256));
        }
    }

    private Path list(int day) {
        return lists.resolve(DAY.plusDays(day).toString());
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }

    private ListVerification verify() throws IOException {
        return PackageLists.verify(lists, packages, List.of(trust));
    }

    private void assertTrouble(String sentence) throws IOException {
        ListVerification found = verify();
        assertEquals(Verdict.DAMAGED, found.verdict());
        assertTrue(found.troubles().contains(sentence), found.troubles().toString());
    }

    @Test
    void everyPackageOfEveryListIsThere() throws IOException {
        assertEquals(new ListVerification(3, 0, 6, true, List.of()), verify());
        assertEquals(
                Verdict.INTACT_SIGNER_UNKNOWN,
                PackageLists.verify(lists, packages, List.of()).verdict());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(
                List.of("--list", list(1).toString(), packages.toString(), "--trust", trust.toString(), "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertEquals(0, code, out.toString(StandardCharsets.UTF_8));
        assertEquals(2, Bag.JSON.readTree(out.toByteArray()).get("packages").asInt());
    }

    @Test
    void aPackageThatWasDeletedIsNamed() throws IOException {
        move(packages.resolve("PS-1-0"), directory.resolve("away"));
        assertTrouble("The package of PS-1-0, sealed at 2026-11-22T09:00:00Z, is missing.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(
                List.of("--list", lists.toString(), packages.toString()),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertEquals(1, code);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("PS-1-0"));
    }

    @Test
    void aPackageInThePlaceOfAnotherIsNotTheOneThatWasSealed() throws IOException {
        move(packages.resolve("PS-1-0"), directory.resolve("away"));
        CaptureResult capture = new CaptureResult(directory.resolve("capture"), List.of(), List.of(), 0, 0);
        Files.createDirectories(packages.resolve("PS-1-0"));
        new Seal(identity, CLOCK)
                .seal(
                        new SealRequest(capture, "PS-1-0", "{\"another\":true}", Map.of()),
                        packages.resolve("PS-1-0/package"));
        assertTrouble("The package of PS-1-0, sealed at 2026-11-22T09:00:00Z, is missing.");
    }

    @Test
    void aListThatWasAlteredIsNamed() throws IOException {
        Path text = list(1).resolve(Bag.SEAL);
        Files.writeString(text, Files.readString(text).replace("PS-1-0", "PS-9-9"));
        assertTrouble("The list of 2026-11-21 was altered. The signature doesn't match.");
    }

    @Test
    void aListThatWasTakenAwayIsNamedByTheOneAfterIt() throws IOException {
        move(list(1), directory.resolve("away"));
        assertTrouble("The list of 2026-11-21 is missing or can't be read: that of 2026-11-22 follows on it.");
    }

    @Test
    void listsThatWereSwappedAreNamed() throws IOException {
        move(list(0), directory.resolve("away"));
        move(list(1), list(0));
        move(directory.resolve("away"), list(1));
        assertTrouble("The list of 2026-11-20 is that of 2026-11-21: it was swapped.");
        assertTrouble("The list of 2026-11-21 is that of 2026-11-20: it was swapped.");
    }

    @Test
    void aListMadeAnewByTheSameSignerIsNotTheOneTheNextFollowsOn() throws IOException {
        PackageLists.write(lists, new PackageList(DAY, Optional.empty(), List.of()), identity);
        assertTrouble("The list of 2026-11-20 is not the one that that of 2026-11-21 follows on.");
    }

    @Test
    void aListIsStampedAsAPackageIs() throws Exception {
        try (OwnTimeAuthority authority = new OwnTimeAuthority(CLOCK.instant(), Duration.ofDays(365))) {
            Path certificate = authority.writeCertificate(directory.resolve("tsa.pem"));
            try (TimeStampAuthority client = new TimeStampAuthority(
                    new TimeAuthoritySettings(authority.url(), certificate), new java.security.SecureRandom())) {
                client.stamp(list(0), Instant.MAX, Instant.MAX);
            }
        }
        assertEquals(1, verify().stamped());
        Path stamp = list(0).resolve("signature/timestamps/0001.tst");
        byte[] bytes = Files.readAllBytes(stamp);
        bytes[bytes.length - 1] ^= 1;
        Files.write(stamp, bytes);
        assertEquals(Verdict.DAMAGED, verify().verdict());
    }

    @Test
    void aFolderWithoutListsIsNoList() throws IOException {
        assertEquals(
                Verdict.NOT_A_PACKAGE,
                PackageLists.verify(packages, packages, List.of(trust)).verdict());
    }
}
