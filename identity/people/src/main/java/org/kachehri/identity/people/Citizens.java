package org.kachehri.identity.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Json;

/**
 * Citizens, and the identity of denouncers under seal. A denouncer is known by an alias ({@code TC-2026-0041}) to everybody and
 * everything but {@link #unseal}, which leaves a line in the audit log.
 */
public final class Citizens {
    private final SealingKey key;
    private final AuditLog audit;
    private final Clock clock;

    public Citizens(SealingKey key, AuditLog audit, Clock clock) {
        this.key = key;
        this.audit = audit;
        this.clock = clock;
    }

    /** A citizen under their own name. */
    public Person register(Handle tx, CitizenDetails details) {
        String id = UUID.randomUUID().toString();
        tx.createUpdate(
                        """
                        INSERT INTO people.citizen (id, name, address, id_kind, id_number, phone, registered_at)
                        VALUES (:id, :name, :address, :kind, :number, :phone, :now)""")
                .bind("id", id)
                .bind("name", details.name())
                .bind("address", details.address())
                .bind("kind", details.idKind().name())
                .bind("number", details.idNumber())
                .bind("phone", details.phone())
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
        return new Person(id, details.name(), false, Optional.of(details));
    }

    /** A denouncer: an alias for everybody, the identity encrypted in a table of its own. */
    public Person registerProtected(Handle tx, CitizenDetails details) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        String alias = nextAlias(tx, now.atZone(ZoneOffset.UTC).getYear());
        tx.createUpdate("INSERT INTO people.citizen (id, alias, registered_at) VALUES (:id, :alias, :now)")
                .bind("id", id)
                .bind("alias", alias)
                .bind("now", Timestamp.from(now))
                .execute();
        SealingKey.Sealed sealed = key.seal(id, bytes(details));
        tx.createUpdate(
                        """
                        INSERT INTO people.sealed_identity (citizen_id, nonce, sealed, duplicate_mark)
                        VALUES (:id, :nonce, :sealed, :mark)""")
                .bind("id", id)
                .bind("nonce", sealed.nonce())
                .bind("sealed", sealed.bytes())
                .bind("mark", mark(details))
                .execute();
        return new Person(id, alias, true, Optional.empty());
    }

    public Optional<Person> person(Handle tx, String citizenId) {
        return tx.createQuery("SELECT * FROM people.citizen WHERE id = :id")
                .bind("id", citizenId)
                .map((row, context) -> {
                    String alias = row.getString("alias");
                    if (alias != null) {
                        return new Person(citizenId, alias, true, Optional.empty());
                    }
                    CitizenDetails details = new CitizenDetails(
                            row.getString("name"),
                            row.getString("address"),
                            IdentityPaper.valueOf(row.getString("id_kind")),
                            row.getString("id_number"),
                            row.getString("phone"));
                    return new Person(citizenId, details.name(), false, Optional.of(details));
                })
                .findOne();
    }

    /** Who else denounced with the same paper (or, without one, the same name and address); ids only, nobody is revealed. */
    public List<String> sameDenouncer(Handle tx, CitizenDetails details) {
        return tx.createQuery(
                        "SELECT citizen_id FROM people.sealed_identity WHERE duplicate_mark = :mark ORDER BY citizen_id")
                .bind("mark", mark(details))
                .mapTo(String.class)
                .list();
    }

    /**
     * Entries of the same person: with the same identity paper, else the same name and address; of a denouncer those under the same mark.
     * Itself is among them.
     */
    public Set<String> same(Handle tx, String citizenId) {
        return tx.createQuery(
                        """
                        SELECT other.id FROM people.citizen one JOIN people.citizen other
                        ON other.id = one.id OR other.id_number = one.id_number
                            OR one.id_number IS NULL AND lower(other.name) = lower(one.name) AND lower(other.address) = lower(one.address)
                        WHERE one.id = :id
                        UNION
                        SELECT other.citizen_id FROM people.sealed_identity one JOIN people.sealed_identity other USING (duplicate_mark)
                        WHERE one.citizen_id = :id""")
                .bind("id", citizenId)
                .mapTo(String.class)
                .set();
    }

    /** The identity behind an alias; the caller has checked that the post may, the log keeps who looked and why. */
    public Optional<CitizenDetails> unseal(
            Handle tx, String citizenId, String officialId, String postId, String reason) {
        Optional<SealingKey.Sealed> sealed = tx.createQuery(
                        "SELECT nonce, sealed FROM people.sealed_identity WHERE citizen_id = :id")
                .bind("id", citizenId)
                .map((row, context) -> new SealingKey.Sealed(row.getBytes(1), row.getBytes(2)))
                .findOne();
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        audit.write(
                tx,
                AuditEntry.of(officialId, postId, "VIEW_IDENTITY", citizenId).because(reason));
        try {
            return Optional.of(Json.mapper().readValue(key.open(citizenId, sealed.get()), CitizenDetails.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nextAlias(Handle tx, int year) {
        int number = tx.createQuery(
                        """
                        INSERT INTO people.alias_number (year, last) VALUES (:year, 1)
                        ON CONFLICT (year) DO UPDATE SET last = people.alias_number.last + 1 RETURNING last""")
                .bind("year", year)
                .mapTo(Integer.class)
                .one();
        return String.format(Locale.ROOT, "TC-%d-%04d", year, number);
    }

    private byte[] mark(CitizenDetails details) {
        String told = details.idNumber() == null || details.idNumber().isBlank()
                ? "name|" + plain(details.name()) + "|" + plain(details.address())
                : details.idKind() + "|" + plain(details.idNumber());
        return key.mark(told.getBytes(StandardCharsets.UTF_8));
    }

    /** Spaces, case and dashes differ from one registration to the next. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s\\-.]+", "");
    }

    private static byte[] bytes(CitizenDetails details) {
        try {
            return Json.mapper().writeValueAsBytes(details);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
