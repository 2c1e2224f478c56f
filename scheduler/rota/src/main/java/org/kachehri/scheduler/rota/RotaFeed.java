package org.kachehri.scheduler.rota;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Words;
import org.kachehri.scheduler.points.Unit;

/**
 * Reception days as an iCalendar object (RFC 5545) that calendars subscribe to. Times are in UTC, which needs no VTIMEZONE; an event
 * keeps its UID when its day moves, and its SEQUENCE grows.
 */
final class RotaFeed {
    /** Content lines are at most so many octets without the line break (RFC 5545, 3.1). */
    private static final int LINE_OCTETS = 75;

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Words TITLE = new Words("شہریوں سے ملاقات", "Tiếp công dân", "Citizen reception");
    private static final Words ONLINE = new Words("آن لائن", "Trực tuyến", "Online");
    private static final Words MOVED = new Words("پہلے کی تاریخ", "Dời từ ngày", "Moved from");

    /** One day of one leader. */
    record Entry(Leaders.Leader leader, ReceptionDay day) {}

    private RotaFeed() {}

    static String write(Unit unit, Language language, List<Entry> entries) {
        StringBuilder out = new StringBuilder();
        line(out, "BEGIN:VCALENDAR");
        line(out, "VERSION:2.0");
        line(out, "PRODID:-//Kachehri//Reception days//" + language.name());
        line(out, "METHOD:PUBLISH");
        String name = TITLE.in(language) + " · " + unit.name().in(language);
        line(out, "NAME:" + escaped(name));
        // What calendars knew before RFC 7986 had NAME.
        line(out, "X-WR-CALNAME:" + escaped(name));
        line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        entries.forEach(entry -> event(out, unit, language, entry));
        line(out, "END:VCALENDAR");
        return out.toString();
    }

    private static void event(StringBuilder out, Unit unit, Language language, Entry entry) {
        ReceptionDay day = entry.day();
        line(out, "BEGIN:VEVENT");
        line(out, "UID:" + day.planned() + "." + entry.leader().post().id() + "@kachehri");
        line(out, "DTSTAMP:" + UTC.format(day.changedAt()));
        line(out, "SEQUENCE:" + day.moves());
        line(out, "DTSTART:" + at(day.day(), day.rule().begins(), unit.zone()));
        line(out, "DTEND:" + at(day.day(), day.rule().ends(), unit.zone()));
        line(
                out,
                "SUMMARY:" + escaped(TITLE.in(language) + ": " + entry.leader().name()));
        String place = day.rule().form() == Form.ONLINE
                ? ONLINE.in(language) + ", " + unit.name().in(language)
                : unit.name().in(language);
        line(out, "LOCATION:" + escaped(place));
        if (day.why() != null) {
            String reason = day.reason() == null ? "" : ": " + day.reason();
            line(out, "DESCRIPTION:" + escaped(MOVED.in(language) + " " + day.planned() + reason));
        }
        line(out, "END:VEVENT");
    }

    private static String at(LocalDate day, LocalTime time, ZoneId zone) {
        Instant moment = day.atTime(time).atZone(zone).toInstant();
        return UTC.format(moment);
    }

    /** RFC 5545, 3.3.11; other control characters have no place in a text. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\r\\n|\\r|\\n", "\\\\n")
                .replaceAll("\\p{Cntrl}", "");
    }

    private static void line(StringBuilder out, String text) {
        int octets = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String one = Character.toString(text.codePointAt(i));
            int more = one.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > LINE_OCTETS) {
                // A line goes on after a break and one space, which counts.
                out.append("\r\n ");
                octets = 1;
            }
            out.append(one);
            octets += more;
        }
        out.append("\r\n");
    }
}
