package org.kachehri.scheduler.calendar;

import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.ModuleSchema;
import org.kachehri.scheduler.points.Country;

/** Weekends and declared days; the only SQL over them. Has no state: any thread may use it within its transaction. */
public final class Calendars {
    public static final ModuleSchema SCHEMA = new ModuleSchema("calendar");

    /** Adds a declaration; the same one twice is one. Nothing is ever taken back but by a later declaration. */
    public void declare(Handle tx, Country country, LegalCalendar.Row row) {
        tx.createUpdate(
                        """
                        INSERT INTO calendar.declared_day (country, day, working, source, declared_at)
                        VALUES (:country, :day, :working, :source, :declared) ON CONFLICT DO NOTHING""")
                .bind("country", country.name())
                .bind("day", row.day())
                .bind("working", row.working())
                .bind("source", row.source())
                .bind("declared", Timestamp.from(row.declaredAt()))
                .execute();
    }

    /** All that has been declared for this country up to now. */
    public LegalCalendar of(Handle tx, Country country) {
        List<LegalCalendar.Row> rows = tx.createQuery("SELECT * FROM calendar.declared_day WHERE country = :country")
                .bind("country", country.name())
                .map((row, context) -> new LegalCalendar.Row(
                        row.getObject("day", LocalDate.class),
                        row.getBoolean("working"),
                        row.getString("source"),
                        row.getTimestamp("declared_at").toInstant()))
                .list();
        return new LegalCalendar(weekend(tx, country), rows);
    }

    private static Set<DayOfWeek> weekend(Handle tx, Country country) {
        return new HashSet<>(tx.createQuery("SELECT iso_day FROM calendar.weekend_day WHERE country = :country")
                .bind("country", country.name())
                .map((row, context) -> DayOfWeek.of(row.getInt("iso_day")))
                .list());
    }
}
