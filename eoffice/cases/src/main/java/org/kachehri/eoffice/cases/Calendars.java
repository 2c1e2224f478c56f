package org.kachehri.eoffice.cases;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.kachehri.scheduler.points.Country;

/** Declared holidays and the rule profiles that they are read with. Safe for any thread. */
public final class Calendars {
    private final Map<String, RuleProfile> profiles = new ConcurrentHashMap<>();

    /** Adds a declaration; the same one twice is one. */
    public void declare(Handle tx, Country country, LegalCalendar.Row row) {
        tx.createUpdate(
                        """
                        INSERT INTO cases.holiday (country, day, working, source, declared_at)
                        VALUES (:country, :day, :working, :source, :declared) ON CONFLICT DO NOTHING""")
                .bind("country", country.name())
                .bind("day", row.day())
                .bind("working", row.working())
                .bind("source", row.source())
                .bind("declared", Timestamp.from(row.declaredAt()))
                .execute();
    }

    RuleProfile profile(String name) {
        return profiles.computeIfAbsent(name, RuleProfile::named);
    }

    LegalCalendar calendar(Handle tx, RuleProfile profile) {
        List<LegalCalendar.Row> rows = tx.createQuery("SELECT * FROM cases.holiday WHERE country = :country")
                .bind("country", profile.country())
                .map((row, context) -> new LegalCalendar.Row(
                        row.getObject("day", LocalDate.class),
                        row.getBoolean("working"),
                        row.getString("source"),
                        row.getTimestamp("declared_at").toInstant()))
                .list();
        return new LegalCalendar(profile.weekend(), rows);
    }
}
