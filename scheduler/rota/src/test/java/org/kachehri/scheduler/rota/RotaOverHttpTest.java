package org.kachehri.scheduler.rota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.OfficialBrowsers;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.calendar.CalendarEndpoints;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

class RotaOverHttpTest {
    /** 10:00 on Sunday 22 November 2026 in Viet Nam. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.of(
            AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Points.SCHEMA, Calendars.SCHEMA, Rota.SCHEMA);
    private final Transactions transactions = database.transactions();
    private final PointStore points = new PointStore();
    private final SecureRandom random = new SecureRandom();
    private final Officials officials = new Officials(new Passwords(random), CLOCK);
    private final Calendars calendars = new Calendars();
    private final HttpServer server;
    private final OfficialBrowsers browsers;
    private final String chair;

    RotaOverHttpTest() {
        transactions.act(tx -> {
            points.put(tx, unit("central", UnitKind.CENTRAL, null));
            points.put(tx, unit("nghe-an", UnitKind.PROVINCE, "central"));
            Unit commune = unit("yen-hoa", UnitKind.COMMUNE, "nghe-an");
            points.put(tx, commune);
            points.put(tx, new Point("yen-hoa", commune, commune.name(), "07:30–11:30"));
        });
        chair = official("tam", "Lô Văn Tâm; xã \"Yên Hoà\", chủ tịch 🙂", Role.CHAIR, "yen-hoa")
                .id();
        official("mai", "Lô Thị Mai", Role.RECEIVER, "yen-hoa");
        official("vo", "Võ Văn Thành", Role.CHAIR, "nghe-an");
        official("admin", "Hoàng Anh Tuấn", Role.ADMIN, "central");
        official("lan", "Lan", Role.ADMIN, "nghe-an");
        official("ky", "Vi Văn Kỳ", Role.TECH, "yen-hoa");
        AuditLog audit = new AuditLog(CLOCK);
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        transactions,
                        officials,
                        audit,
                        points,
                        new SecondFactors(SealingKey.of(new byte[32], random), CLOCK, random),
                        Set.of(),
                        CLOCK,
                        random)
                .register(http);
        new Rota(transactions, officials, points, calendars, audit, CLOCK).register(http, api);
        new CalendarEndpoints(transactions, calendars, points, audit, CLOCK).register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        browsers = new OfficialBrowsers(server.port());
    }

    @AfterEach
    void close() {
        browsers.close();
        server.close();
        database.close();
    }

    @Test
    void theCommuneKeepsItsRotaAndEverybodyReadsIt() throws Exception {
        Browser tam = browsers.signIn("tam");
        assertEquals(204, plan(tam, "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01").statusCode());

        JsonNode published = json(browsers.get("/api/reception-days/yen-hoa", nobody()));
        assertEquals("2026-12-03", published.at("/days/0/day").asText());
        assertEquals("07:30", published.at("/days/0/begins").asText());
        assertEquals("07:30–11:30", published.at("/points/0/hours").asText());
        assertEquals("VN-2026-07", published.at("/duty/profile").asText());
        assertEquals(2, published.at("/duty/days").asInt());

        Browser mai = browsers.signIn("mai");
        String moves = "/api/units/yen-hoa/rota/moves";
        assertEquals(
                204, browsers.post(moves, move("2026-12-03", "2026-12-04"), mai).statusCode());
        JsonNode moved = json(browsers.get("/api/reception-days/yen-hoa", nobody()));
        assertEquals("2026-12-04", moved.at("/days/0/day").asText());
        assertEquals("2026-12-03", moved.at("/days/0/planned").asText());
        assertEquals("Bão số 12", moved.at("/days/0/reason").asText());

        String marks = "/api/units/yen-hoa/rota/marks";
        assertEquals(
                204, browsers.post(marks, mark("2026-11-05", "IN_PERSON"), mai).statusCode());
        assertEquals(
                204, browsers.post(marks, mark("2026-11-19", "IN_PERSON"), mai).statusCode());
        assertEquals(
                204, browsers.post(marks, mark("2026-11-19", "BY_DEPUTY"), mai).statusCode());

        JsonNode month = json(browsers.get("/api/units/yen-hoa/rota?month=2026-11", mai));
        assertTrue(month.path("mayKeep").asBoolean());
        assertFalse(month.path("mayPlan").asBoolean());
        assertEquals("BY_DEPUTY", month.at("/leaders/0/days/1/held").asText());
        assertEquals(9, month.path("closed").size(), "the weekends of November");

        JsonNode seen = json(browsers.get("/api/units/nghe-an/rota/report?year=2026", browsers.signIn("vo")));
        JsonNode november = seen.at("/leaders/1/months/2");
        assertEquals("2026-11", november.path("month").asText());
        assertEquals(2, november.path("due").asInt());
        assertEquals(1, november.path("inPerson").asInt());
        assertEquals(1, november.path("byDeputy").asInt());
        assertEquals(1, november.path("lacking").asInt());
    }

    @Test
    void aHolidayDeclaredLateMovesWhatIsPublished() throws Exception {
        plan(browsers.signIn("tam"), "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01");
        String mourning =
                "{\"country\":\"VN\",\"day\":\"2026-12-03\",\"working\":false,\"source\":\"day of mourning\"}";
        assertEquals(
                "centre-only",
                json(browsers.post("/api/calendar", mourning, browsers.signIn("lan")))
                        .path("type")
                        .asText());
        Browser admin = browsers.signIn("admin");
        assertEquals(201, browsers.post("/api/calendar", mourning, admin).statusCode());
        assertEquals(
                400,
                browsers.post("/api/calendar", mourning.replace("2026", "2036"), admin)
                        .statusCode());
        List<String> sources =
                json(browsers.get("/api/calendar?country=VN&year=2026", admin)).findValuesAsText("source");
        assertTrue(sources.contains("day of mourning"));
        JsonNode day =
                json(browsers.get("/api/reception-days/yen-hoa", nobody())).at("/days/0");
        assertEquals("2026-12-04", day.path("day").asText());
        assertEquals("HOLIDAY", day.path("moved").asText());
    }

    @Test
    void aCalendarSubscribesAndAMovedDayKeepsItsName() throws Exception {
        Browser tam = browsers.signIn("tam");
        plan(tam, "FREQ=MONTHLY;BYDAY=1TH", "2026-09-01");
        String before = feed("/api/rota/yen-hoa.ics?lang=en");
        browsers.post("/api/units/yen-hoa/rota/moves", move("2026-12-03", "2026-12-04"), tam);
        String after = feed("/api/rota/yen-hoa.ics");
        for (String line : before.split("\r\n")) {
            assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
        }
        String unfolded = before.replace("\r\n ", "");
        assertTrue(
                unfolded.contains("SUMMARY:Citizen reception: Lô Văn Tâm\\; xã \"Yên Hoà\"\\, chủ tịch 🙂\r\n"),
                unfolded);
        assertTrue(before.contains("DTSTART:20261203T003000Z\r\nDTEND:20261203T043000Z\r\n"), before);
        assertTrue(after.contains("SEQUENCE:1\r\nDTSTART:20261204T003000Z\r\n"), after);
        assertTrue(after.contains("DESCRIPTION:Dời từ ngày 2026-12-03: Bão số 12\r\n"), after);
        assertEquals(uid(before), uid(after));
    }

    @Test
    void aDayThatCannotMoveStaysAndTheReasonIsTold() throws Exception {
        Browser tam = browsers.signIn("tam");
        plan(tam, "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01");
        String[][] refusals = {
            {"2026-12-03", "2026-12-05", "409 offices-closed"},
            {"2026-12-03", "2027-01-01", "409 offices-closed"},
            {"2026-12-03", "2026-12-17", "409 day-taken"},
            {"2026-12-03", "2026-11-20", "400 too-far"},
            {"2026-12-03", "2027-03-03", "400 too-far"},
            {"2026-11-19", "2026-12-01", "409 day-over"},
            {"2026-12-02", "2026-12-01", "404 not-found"},
        };
        for (String[] one : refusals) {
            assertEquals(
                    one[2],
                    refusal(browsers.post("/api/units/yen-hoa/rota/moves", move(one[0], one[1]), tam)),
                    one[0] + " to " + one[1]);
        }
        JsonNode published = json(browsers.get("/api/reception-days/yen-hoa", nobody()));
        assertEquals("2026-12-03", published.at("/days/0/day").asText());
    }

    @Test
    void aRuleThatIsNoneIsRefused() throws Exception {
        Browser tam = browsers.signIn("tam");
        assertEquals("400 not-a-rule", refusal(plan(tam, "FREQ=DAILY", "2026-12-01")));
        assertEquals("400 wrong-beginning", refusal(plan(tam, "FREQ=WEEKLY;BYDAY=TH", "2030-01-01")));
        assertEquals("400 wrong-beginning", refusal(plan(tam, "FREQ=WEEKLY;BYDAY=TH", "2000-01-01")));
    }

    @Test
    void aRuleInForceIsReplacedFromTomorrowOnAtTheEarliest() throws Exception {
        Browser tam = browsers.signIn("tam");
        plan(tam, "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01");
        assertEquals(400, plan(tam, "FREQ=MONTHLY;BYDAY=1TU", "2026-11-22").statusCode());
        assertEquals(204, plan(tam, "FREQ=MONTHLY;BYDAY=1TU", "2026-11-23").statusCode());
    }

    @Test
    void othersDoNotChangeItAndTheFutureIsNotHeld() throws Exception {
        plan(browsers.signIn("tam"), "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01");
        String marks = "/api/units/yen-hoa/rota/marks";
        Browser vo = browsers.signIn("vo");
        assertEquals(404, browsers.post(marks, mark("2026-11-05", "ONLINE"), vo).statusCode());
        assertEquals(200, browsers.get("/api/units/yen-hoa/rota", vo).statusCode());
        Browser mai = browsers.signIn("mai");
        assertEquals(403, browsers.get("/api/units/nghe-an/rota", mai).statusCode());
        assertEquals(403, plan(mai, "FREQ=WEEKLY;BYDAY=TH", "2026-12-01").statusCode());
        assertEquals(
                409, browsers.post(marks, mark("2026-12-03", "ONLINE"), mai).statusCode());
        assertEquals(
                403,
                browsers.get("/api/units/yen-hoa/rota", browsers.signIn("ky")).statusCode());
        assertEquals(401, browsers.get("/api/units/yen-hoa/rota", nobody()).statusCode());
        assertEquals(404, browsers.get("/api/reception-days/nowhere", nobody()).statusCode());
        assertEquals(404, browsers.get("/api/rota/nowhere.ics", nobody()).statusCode());
        assertEquals(400, browsers.get("/api/rota/yen-hoa", nobody()).statusCode());
    }

    @Test
    void ofTwoClerksWhoMoveTwoDaysToOneAtOnceOneIsTold() throws Exception {
        Browser tam = browsers.signIn("tam");
        plan(tam, "FREQ=MONTHLY;BYDAY=1TH,3TH", "2026-09-01");
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService clerks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> both = List.of(
                    () -> browsers.post("/api/units/yen-hoa/rota/moves", move("2026-12-03", "2026-12-08"), tam)
                            .statusCode(),
                    () -> browsers.post("/api/units/yen-hoa/rota/moves", move("2026-12-17", "2026-12-08"), tam)
                            .statusCode());
            for (Future<Integer> answer : clerks.invokeAll(both)) answers.add(answer.get());
        }
        assertEquals(List.of(204, 409), answers.stream().sorted().toList());
    }

    private HttpResponse<String> plan(Browser who, String rule, String from) throws Exception {
        return browsers.post(
                "/api/units/yen-hoa/rota/rules",
                """
                {"postId":"%s","recurrence":"%s","from":"%s","begins":"07:30","ends":"11:30","form":"IN_PERSON"}"""
                        .formatted(chair, rule, from),
                who);
    }

    private String move(String planned, String to) {
        return "{\"postId\":\"%s\",\"planned\":\"%s\",\"to\":\"%s\",\"reason\":\"Bão số 12\"}"
                .formatted(chair, planned, to);
    }

    private String mark(String planned, String held) {
        return "{\"postId\":\"%s\",\"planned\":\"%s\",\"held\":\"%s\"}".formatted(chair, planned, held);
    }

    private String feed(String path) throws Exception {
        HttpResponse<String> answer = browsers.get(path, nobody());
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/calendar; charset=utf-8",
                answer.headers().firstValue("content-type").orElseThrow());
        return answer.body();
    }

    private static String refusal(HttpResponse<String> answer) throws Exception {
        return answer.statusCode() + " " + json(answer).path("type").asText();
    }

    private static String uid(String feed) {
        return feed.lines()
                .filter(line -> line.startsWith("UID:2026-12-03"))
                .findFirst()
                .orElseThrow();
    }

    private static Browser nobody() {
        return new Browser("", "");
    }

    private Post official(String login, String name, Role role, String unitId) {
        return transactions.run(tx -> {
            String id = officials.register(tx, login, name, "kachehri", Language.VI);
            return officials.addPost(tx, id, role, unitId);
        });
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(id, kind, parent, new Words(id, id, id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "none");
    }
}
