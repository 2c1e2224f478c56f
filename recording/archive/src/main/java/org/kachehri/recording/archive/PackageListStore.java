package org.kachehri.recording.archive;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.recording.seal.PackageList;

/** The rows of the daily lists. */
final class PackageListStore {
    record Made(LocalDate day, String sha256) {}

    Optional<Made> last(Handle tx) {
        return tx.createQuery("SELECT * FROM archive.package_list ORDER BY day DESC LIMIT 1")
                .map((row, context) -> new Made(row.getObject("day", LocalDate.class), row.getString("sha256")))
                .findOne();
    }

    List<Made> all(Handle tx) {
        return tx.createQuery("SELECT * FROM archive.package_list ORDER BY day")
                .map((row, context) -> new Made(row.getObject("day", LocalDate.class), row.getString("sha256")))
                .list();
    }

    /** When the first package that is in no list was sealed. */
    Optional<Instant> firstUnlisted(Handle tx) {
        return tx.createQuery(
                        "SELECT min(sealed_at) FROM archive.recording WHERE manifest_sha256 IS NOT NULL AND listed IS NULL")
                .mapTo(Timestamp.class)
                .findOne()
                .map(Timestamp::toInstant);
    }

    /** Sealed before the end of a day and in no list yet. */
    List<PackageList.Entry> unlisted(Handle tx, Instant before) {
        return tx.createQuery(
                        """
                        SELECT code, sealed_at, manifest_sha256 FROM archive.recording
                        WHERE manifest_sha256 IS NOT NULL AND listed IS NULL AND sealed_at < :before ORDER BY sealed_at, code""")
                .bind("before", Timestamp.from(before))
                .map((row, context) -> new PackageList.Entry(
                        row.getString("code"),
                        row.getTimestamp("sealed_at").toInstant(),
                        row.getString("manifest_sha256")))
                .list();
    }

    void made(Handle tx, LocalDate day, String sha256, List<PackageList.Entry> packages) {
        tx.createUpdate("INSERT INTO archive.package_list (day, sha256) VALUES (:day, :sha256)")
                .bind("day", Date.valueOf(day))
                .bind("sha256", sha256)
                .execute();
        tx.createUpdate(
                        """
                        UPDATE archive.recording SET listed = :day
                        WHERE listed IS NULL AND manifest_sha256 = ANY (:seals)""")
                .bind("day", Date.valueOf(day))
                .bind(
                        "seals",
                        packages.stream().map(PackageList.Entry::sealSha256).toArray(String[]::new))
                .execute();
    }

    /** As {@link RecordingStore#toStamp}. */
    List<LocalDate> toStamp(Handle tx, Instant ending, Instant stampedBefore) {
        return tx.createQuery(
                        """
                        SELECT day FROM archive.package_list
                        WHERE stamp_ends IS NULL OR stamp_ends < :ending AND stamped_at < :before ORDER BY day""")
                .bind("ending", Timestamp.from(ending))
                .bind("before", Timestamp.from(stampedBefore))
                .mapTo(LocalDate.class)
                .list();
    }

    void stamped(Handle tx, LocalDate day, Instant at, Instant ends) {
        tx.createUpdate("UPDATE archive.package_list SET stamped_at = :at, stamp_ends = :ends WHERE day = :day")
                .bind("at", Timestamp.from(at))
                .bind("ends", Timestamp.from(ends))
                .bind("day", Date.valueOf(day))
                .execute();
    }
}
