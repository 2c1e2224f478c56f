package org.kachehri.identity.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.audit.AuditLine;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.postgres.TestDatabase;

class CitizensTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);
    private static final CitizenDetails LAN =
            new CitizenDetails("Nguyễn Thị Lan", "Bản Yên Hòa", IdentityPaper.NATIONAL_ID, "040 185-000123", "0912");

    @TempDir
    Path directory;

    private final AuditLog audit = new AuditLog(CLOCK);
    private TestDatabase database;
    private Citizens citizens;

    @BeforeEach
    void open() throws IOException {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA);
        SealingKey key = SealingKey.keptIn(directory.resolve("keys/sealing"), new SecureRandom());
        citizens = new Citizens(key, audit, CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCitizenIsKnownByNameAndADenouncerByAnAlias() {
        Person open = database.transactions().run(tx -> citizens.register(tx, LAN));
        assertEquals("Nguyễn Thị Lan", open.displayName());
        assertEquals(Optional.of(open), database.transactions().run(tx -> citizens.person(tx, open.citizenId())));
        Person first = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        Person second = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        assertEquals("TC-2026-0001", first.displayName());
        assertEquals("TC-2026-0002", second.displayName());
        assertEquals(Optional.of(first), database.transactions().run(tx -> citizens.person(tx, first.citizenId())));
        assertTrue(first.details().isEmpty());
    }

    @Test
    void nothingInTheDatabaseTellsWhoADenouncerIs() {
        database.transactions().act(tx -> citizens.registerProtected(tx, LAN));
        for (String table : List.of("people.citizen", "people.sealed_identity", "audit.line")) {
            String all = database.transactions()
                    .run(tx -> tx.createQuery("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t")
                            .mapTo(String.class)
                            .one());
            assertFalse(all.contains("Lan"), table);
            assertFalse(all.contains("000123"), table);
            String asHex = java.util.HexFormat.of().formatHex("Lan".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertFalse(all.contains(asHex), table);
        }
    }

    @Test
    void whoOpensASealLeavesALineWithTheReason() {
        Person person = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        Optional<CitizenDetails> seen = database.transactions()
                .run(tx -> citizens.unseal(tx, person.citizenId(), "o1", "p1", "to hand over the answer"));
        assertEquals(Optional.of(LAN), seen);
        List<AuditLine> lines = database.transactions().run(tx -> audit.about(tx, person.citizenId()));
        assertEquals(1, lines.size());
        assertEquals("VIEW_IDENTITY", lines.getFirst().entry().action());
        assertEquals("to hand over the answer", lines.getFirst().entry().reason());
    }

    @Test
    void aSealThatWasMovedToAnotherPersonDoesNotOpen() {
        Person one = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        Person other = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        database.transactions()
                .act(tx -> tx.execute(
                        """
                UPDATE people.sealed_identity s SET nonce = o.nonce, sealed = o.sealed
                FROM people.sealed_identity o WHERE s.citizen_id = ? AND o.citizen_id = ?""",
                        one.citizenId(),
                        other.citizenId()));
        assertThrows(IllegalStateException.class, () -> database.transactions()
                .run(tx -> citizens.unseal(tx, one.citizenId(), "o1", "p1", "why")));
    }

    @Test
    void aRepeatedDenunciationIsNoticedWithoutOpeningAnything() {
        Person first = database.transactions().run(tx -> citizens.registerProtected(tx, LAN));
        CitizenDetails typedDifferently =
                new CitizenDetails("Nguyen Thi Lan", "elsewhere", IdentityPaper.NATIONAL_ID, "040185000123", null);
        CitizenDetails somebodyElse =
                new CitizenDetails("Nguyễn Thị Lan", "Bản Yên Hòa", IdentityPaper.NATIONAL_ID, "040185000999", null);
        assertEquals(
                List.of(first.citizenId()),
                database.transactions().run(tx -> citizens.sameDenouncer(tx, typedDifferently)));
        assertEquals(List.of(), database.transactions().run(tx -> citizens.sameDenouncer(tx, somebodyElse)));
    }

    @Test
    void theSealingKeyIsMadeOnceAndReadableByUsAlone() throws IOException {
        Path file = directory.resolve("keys/sealing");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String before = Files.readString(file);
        SealingKey.keptIn(file, new SecureRandom());
        assertEquals(before, Files.readString(file));
    }

    @Test
    void aPasswordIsKeptAsArgon2idAndComparedAsSuch() {
        Passwords passwords = new Passwords(new SecureRandom());
        Officials officials = new Officials(passwords, CLOCK);
        String id =
                database.transactions().run(tx -> officials.register(tx, "mai", "Lô Thị Mai", "kachehri", Language.VI));
        assertEquals(id, database.transactions().run(tx -> officials.register(tx, "mai", "X", "other", Language.EN)));
        assertEquals(
                Optional.of("Lô Thị Mai"),
                officials
                        .withPassword(database.transactions(), "mai", "kachehri")
                        .map(Official::name));
        assertEquals(Optional.empty(), officials.withPassword(database.transactions(), "mai", "other"));
        assertEquals(Optional.empty(), officials.withPassword(database.transactions(), "nobody", "kachehri"));
        String hash = passwords.hash("kachehri");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertNotEquals(hash, passwords.hash("kachehri"));
    }

    @Test
    void anOfficialHoldsSeveralPosts() {
        Officials officials = new Officials(new Passwords(new SecureRandom()), CLOCK);
        List<Post> posts = database.transactions().run(tx -> {
            String id = officials.register(tx, "vo", "Võ Văn Thành", "kachehri", Language.VI);
            officials.addPost(tx, id, Role.CHAIR, "nghe-an");
            officials.addPost(tx, id, Role.SPECIALIST, "central");
            return officials.posts(tx, id);
        });
        assertEquals(2, posts.size());
        assertEquals(
                1,
                database.transactions()
                        .run(tx -> officials.holders(tx, Role.CHAIR, "nghe-an"))
                        .size());
    }
}
