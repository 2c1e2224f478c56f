package org.kachehri.scheduler.appointments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.OfficialBrowsers;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.courier.SmsGateway;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.bookings.Offer;
import org.kachehri.scheduler.bookings.Resource;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.queue.Queue;

/** A commune with two rooms under a province with two chairs, and one recorder that writes two receptions at a time. */
class AppointmentsTest {
    /** 10:00 on Monday 23 November 2026 in Viet Nam. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T03:00:00Z"), ZoneOffset.UTC);

    private static final String TOMORROW = "2026-11-24T02:00:00Z";

    private static final Browser NOBODY = new Browser("", "");

    /** What the telephone company got. */
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();

    private com.sun.net.httpserver.HttpServer company;
    private SmsGateway gateway;
    private Relay relay;
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Browser mai;
    private Browser vo;
    private final Map<String, String> posts = new HashMap<>();
    private final Bookings bookings = new Bookings();

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.of(
                AuditLog.SCHEMA,
                Officials.SCHEMA,
                Access.SCHEMA,
                Outbox.SCHEMA,
                Points.SCHEMA,
                Queue.SCHEMA,
                Bookings.SCHEMA,
                Appointments.SCHEMA);
        SecureRandom random = new SecureRandom();
        PointStore points = new PointStore();
        AuditLog audit = new AuditLog(CLOCK);
        Officials officials = new Officials(new Passwords(random), CLOCK);
        Citizens citizens = new Citizens(SealingKey.of(new byte[32], random), audit, CLOCK);
        Outbox outbox = new Outbox(Json.mapper(), CLOCK);
        Queue queue = new Queue(database.transactions(), points, citizens, outbox, audit, CLOCK, random);
        database.transactions().act(tx -> {
            for (Unit unit : List.of(
                    unit("nghe-an", UnitKind.PROVINCE, null),
                    unit("yen-hoa", UnitKind.COMMUNE, "nghe-an"),
                    unit("tam-quang", UnitKind.COMMUNE, "nghe-an"))) {
                points.put(tx, unit);
            }
            Unit commune = points.unit(tx, "yen-hoa").orElseThrow();
            points.put(tx, new Point("yen-hoa", commune, commune.name(), null));
            points.put(tx, new Room("room-1", "yen-hoa", "1", 6));
            points.put(tx, new Room("room-2", "yen-hoa", "2", 6));
            for (String[] one : new String[][] {
                {"mai", "RECEIVER", "yen-hoa"},
                {"luong", "RECEIVER", "tam-quang"},
                {"vo", "CHAIR", "nghe-an"},
                {"thu", "CHAIR", "nghe-an"}
            }) {
                String id = officials.register(tx, one[0], "Official " + one[0], "kachehri", Language.VI);
                posts.put(
                        one[0],
                        officials.addPost(tx, id, Role.valueOf(one[1]), one[2]).id());
            }
            bookings.offer(tx, new Offer(new Resource(Resource.Kind.RECORDER, "1"), 2));
        });
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        points,
                        new SecondFactors(SealingKey.of(new byte[32], random), CLOCK, random),
                        Set.of(),
                        CLOCK,
                        random)
                .register(http);
        company =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        company.createContext("/", exchange -> {
            messages.add(Json.mapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        company.start();
        gateway = new SmsGateway(
                URI.create("http://127.0.0.1:" + company.getAddress().getPort() + "/"), Optional.empty());
        Appointments appointments = new Appointments(
                database.transactions(),
                points,
                citizens,
                officials,
                queue,
                1,
                Optional.of(gateway),
                "https://reception.example",
                outbox,
                audit,
                CLOCK,
                random);
        appointments.register(http, api);
        outbox.subscribe(appointments.subscription());
        relay = new Relay(database.transactions(), outbox, CLOCK);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
        mai = portal.signIn("mai");
        vo = portal.signIn("vo");
    }

    @AfterEach
    void close() {
        portal.close();
        server.close();
        gateway.close();
        company.stop(0);
        database.close();
    }

    @Test
    void fromTheWishToTheVisitThatHasWhatWasBooked() throws Exception {
        String id = request("COMPLAINT");
        named(id);
        JsonNode triaged = json(decide(mai, id, "triage", "{\"competentUnitId\": \"nghe-an\", \"finding\": \"Land\"}"));
        assertEquals("TRIAGED", triaged.at("/line/state").asText());
        assertEquals(2, triaged.at("/representatives").asInt(), "seven people name two");
        assertTrue(triaged.at("/overLevel").asBoolean(), "nobody below has settled it");
        json(decide(vo, id, "approval", "{\"reason\": \"COMPLEX_AND_FAR_APART\"}"));
        HttpResponse<String> scheduled = schedule(id, TOMORROW, "room-1", "vo");
        assertEquals(200, scheduled.statusCode(), scheduled.body());
        assertEquals("SCHEDULED", json(scheduled).at("/line/state").asText());

        JsonNode calendar = json(portal.get("/api/appointments?from=2026-11-23&to=2026-11-29", vo));
        assertEquals(id, calendar.at("/scheduled/0/id").asText());
        assertEquals(0, calendar.at("/toArrange").size());

        HttpResponse<String> arrived = portal.post("/api/appointments/" + id + "/arrival", "", mai);
        assertEquals(201, arrived.statusCode(), arrived.body());
        assertTrue(json(arrived).at("/link/url").asText().contains("/c#"));
        String visit = json(arrived).at("/visit/id").asText();
        assertEquals(
                List.of(Resource.Kind.RECORDER, Resource.Kind.ROOM, Resource.Kind.PERSON),
                database.transactions().run(tx -> bookings.of(tx, visit)).stream()
                        .map(Booking::resource)
                        .map(Resource::kind)
                        .sorted()
                        .toList());
        assertEquals(
                "not-now", type(portal.post("/api/appointments/" + id + "/arrival", "", mai)), "nobody arrives twice");
        JsonNode steps = json(portal.get("/api/appointments/" + id, mai)).at("/steps");
        assertEquals(
                List.of("REQUESTED", "GROUP_NAMED", "TRIAGED", "APPROVED", "SCHEDULED", "ARRIVED"),
                StreamSupport.stream(steps.spliterator(), false)
                        .map(step -> step.path("kind").asText())
                        .toList());
    }

    @Test
    void whatSomebodyElseHasIsRefusedByNameAndNothingIsHalfBooked() throws Exception {
        assertEquals(200, schedule(approved(), TOMORROW, "room-1", "vo").statusCode());
        String second = approved();
        assertEquals("room-taken", type(schedule(second, TOMORROW, "room-1", "thu")));
        HttpResponse<String> person = schedule(second, TOMORROW, "room-2", "vo");
        assertEquals("person-taken", type(person));
        assertEquals("Official vo", json(person).path("detail").asText());
        assertEquals(List.of(), database.transactions().run(tx -> bookings.of(tx, second)));
        assertEquals(
                "APPROVED",
                json(portal.get("/api/appointments/" + second, mai))
                        .at("/line/state")
                        .asText());
        JsonNode day = json(portal.get("/api/appointments/" + second + "?day=2026-11-24", mai));
        assertEquals(TOMORROW, day.at("/rooms/0/busy/0/from").asText());
        assertEquals(200, schedule(second, TOMORROW, "room-2", "thu").statusCode());
    }

    @Test
    void moreReceptionsThanRecordersCanWriteAreNotPlanned() throws Exception {
        database.transactions().act(tx -> bookings.offer(tx, new Offer(new Resource(Resource.Kind.RECORDER, "1"), 1)));
        assertEquals(200, schedule(approved(), TOMORROW, "room-1", "vo").statusCode());
        assertEquals("no-recorder", type(schedule(approved(), TOMORROW, "room-2", "thu")));
    }

    @Test
    void movingItFreesWhatItHadAndAMoveThatFailsLeavesItWhereItWas() throws Exception {
        String first = approved();
        String second = approved();
        schedule(first, TOMORROW, "room-1", "vo");
        schedule(second, "2026-11-24T06:00:00Z", "room-1", "vo");
        assertEquals("room-taken", type(schedule(first, "2026-11-24T06:10:00Z", "room-1", "vo")));
        assertEquals(
                TOMORROW,
                json(portal.get("/api/appointments/" + first, mai))
                        .at("/line/startsAt")
                        .asText());
        assertEquals(
                3, database.transactions().run(tx -> bookings.of(tx, first)).size());
        assertEquals(
                200, schedule(first, "2026-11-24T02:10:00Z", "room-1", "vo").statusCode(), "over its own time");
        assertEquals(
                200,
                decide(mai, second, "postponement", "{\"reason\": \"The road is cut\"}")
                        .statusCode());
        assertEquals(
                200, schedule(first, "2026-11-24T06:00:00Z", "room-1", "vo").statusCode());
        assertEquals(
                200,
                decide(mai, first, "end", "{\"how\": \"CANCELLED\", \"reason\": \"Withdrawn\"}")
                        .statusCode());
        assertEquals(List.of(), database.transactions().run(tx -> bookings.of(tx, first)));
        String again = json(portal.post("/api/appointments/" + first + "/repeat", "", mai))
                .path("id")
                .asText();
        assertEquals(
                "REQUESTED",
                json(portal.get("/api/appointments/" + again, mai))
                        .at("/line/state")
                        .asText());
    }

    @Test
    void withoutSomebodyWhoMaySpeakForSevenThereIsNoTime() throws Exception {
        String id = request("COMPLAINT");
        decide(mai, id, "triage", "{\"competentUnitId\": \"nghe-an\", \"finding\": \"Land\"}");
        decide(vo, id, "approval", "{\"reason\": \"COMPLEX_AND_FAR_APART\"}");
        assertEquals(
                "required",
                json(schedule(id, TOMORROW, "room-1", "vo")).at("/fields/group").asText());
        assertEquals("group-too-many-speak", type(portal.put("/api/appointments/" + id + "/group", group(7, 3), mai)));
        assertEquals(
                "group-signers-dont-add-up", type(portal.put("/api/appointments/" + id + "/group", group(6, 2), mai)));
        named(id);
        assertEquals(200, schedule(id, TOMORROW, "room-1", "vo").statusCode());
    }

    @Test
    void ofManyClerksAtOnceExactlyOneGetsTheRoom() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) ids.add(approved());
        try (ExecutorService clerks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = ids.stream()
                    .map(id -> clerks.submit(() -> schedule(id, TOMORROW, "room-1", "vo")))
                    .toList();
            int got = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                if (answer.get().statusCode() == 200) got++;
                else assertEquals("room-taken", type(answer.get()).replace("person-taken", "room-taken"));
            }
            assertEquals(1, got);
        }
    }

    @Test
    void whoMayNotDecideAndWhatCanNotBeIsRefused() throws Exception {
        String id = request("PETITION");
        assertEquals("not-allowed", type(decide(mai, id, "approval", "{\"reason\": \"CANNOT_MEET_IN_PERSON\"}")));
        assertEquals("not-now", type(decide(vo, id, "approval", "{\"reason\": \"CANNOT_MEET_IN_PERSON\"}")));
        assertEquals("not-now", type(schedule(id, TOMORROW, "room-1", "vo")));
        assertEquals(
                "plan", type(decide(mai, id, "triage", "{\"competentUnitId\": \"atlantis\", \"finding\": \"Lost\"}")));
        assertEquals(
                404,
                portal.get("/api/appointments/" + id, portal.signIn("luong")).statusCode());
        assertEquals(
                0,
                json(portal.get("/api/appointments?from=2026-11-23&to=2026-11-29", portal.signIn("luong")))
                        .at("/toArrange")
                        .size());
        assertEquals(
                400,
                portal.get("/api/appointments?from=2026-11-23&to=2027-11-29", mai)
                        .statusCode());
        String approved = approved();
        assertEquals("plan", type(schedule(approved, "2026-11-22T02:00:00Z", "room-1", "vo")), "yesterday");
        assertEquals("plan", type(schedule(approved, TOMORROW, "room-9", "vo")));
        assertEquals("plan", type(schedule(approved, TOMORROW, "room-1", "luong")), "not of a unit that takes part");
    }

    @Test
    void aDenouncerIsAnAliasAndWhoComesAgainIsFoundWithoutBeingNamed() throws Exception {
        String first = request("DENUNCIATION");
        named(first);
        json(decide(mai, first, "triage", "{\"competentUnitId\": \"nghe-an\", \"finding\": \"Protected\"}"));
        json(decide(vo, first, "approval", "{\"reason\": \"CANNOT_MEET_IN_PERSON\"}"));
        schedule(first, TOMORROW, "room-1", "vo");
        portal.post("/api/appointments/" + first + "/arrival", "", mai);
        relay.deliverDue();
        assertEquals(List.of(), messages, "nobody is written to who reports under protection");
        String second = request("DENUNCIATION");
        String seen = portal.get("/api/appointments/" + second, mai).body();
        assertFalse(seen.contains("Vi Văn Pắn"), seen);
        JsonNode alike = Json.mapper().readTree(seen).at("/alike/0");
        assertEquals("SAME_PERSON", alike.at("/reasons/0").asText());
        assertEquals("TC-2026-0001", alike.at("/person").asText());
    }

    @Test
    void theCitizenIsToldByNumberAndLinkAndReadsWhenAndWhere() throws Exception {
        String id = approved();
        schedule(id, TOMORROW, "room-1", "vo");
        relay.deliverDue();
        assertEquals(1, messages.size(), "of all decisions only the time concerns them");
        assertEquals("0912345678", messages.getFirst().path("to").asText());
        String text = messages.getFirst().path("text").asText();
        assertTrue(text.matches("A-2026-0001 https://reception\\.example/a#[A-Za-z0-9_-]{22}"), text);
        String token = text.substring(text.indexOf('#') + 1);
        JsonNode expected = json(open(token));
        assertEquals(TOMORROW, expected.path("startsAt").asText());
        assertEquals("1", expected.path("room").asText());
        assertFalse(expected.toString().contains("Vi V"), expected.toString());
        String slip = json(portal.post("/api/appointments/" + id + "/invitation", "", mai))
                .path("url")
                .asText();
        assertEquals(
                "SCHEDULED",
                json(open(slip.substring(slip.indexOf('#') + 1))).path("state").asText());
        decide(mai, id, "end", "{\"how\": \"CANCELLED\", \"reason\": \"Withdrawn\"}");
        relay.deliverDue();
        assertEquals(2, messages.size());
        assertEquals("CANCELLED", json(open(token)).path("state").asText());
        assertTrue(json(open(token)).path("startsAt").isMissingNode());
        assertEquals(
                404,
                open(token.replace(token.charAt(0), token.charAt(0) == 'A' ? 'B' : 'A'))
                        .statusCode());
    }

    private HttpResponse<String> open(String token) throws Exception {
        return portal.post("/api/invitations", "{\"token\": \"" + token + "\"}", NOBODY);
    }

    @Test
    void whoIsToComeHasItInTheirCalendarWithoutANameInIt() throws Exception {
        String id = approved();
        schedule(id, TOMORROW, "room-1", "vo");
        String url =
                json(portal.post("/api/me/calendar-feed", "", vo)).path("url").asText();
        String path = url.substring(url.indexOf("/api/"));
        HttpResponse<String> calendar = portal.get(path, NOBODY);
        assertEquals(200, calendar.statusCode());
        assertTrue(calendar.body().contains("DTSTART:20261124T020000Z"), calendar.body());
        assertTrue(calendar.body().contains("SUMMARY:A-2026-0001"), calendar.body());
        assertFalse(calendar.body().contains("Vi V"), calendar.body());
        String other =
                json(portal.post("/api/me/calendar-feed", "", mai)).path("url").asText();
        assertFalse(portal.get(other.substring(other.indexOf("/api/")), NOBODY)
                .body()
                .contains("VEVENT"));
        json(portal.post("/api/me/calendar-feed", "", vo));
        assertEquals(404, portal.get(path, NOBODY).statusCode(), "the address before stops working");
    }

    private String request(String type) throws Exception {
        HttpResponse<String> answer = portal.post(
                "/api/appointments",
                """
                {"pointId": "yen-hoa", "language": "vi", "levels": ["PROVINCE"], "wishedOn": "2026-11-24",
                "citizen": {"name": "Vi Văn Pắn", "address": "Bản Yên Hòa", "idKind": "NATIONAL_ID", "idNumber": "040085001234", "phone": "0912 345 678"},
                "matter": {"type": "%s", "content": "Thu hồi đất", "wish": "Xem lại giá bồi thường", "people": 7}}"""
                        .formatted(type),
                mai);
        assertEquals(201, answer.statusCode(), answer.body());
        return json(answer).path("id").asText();
    }

    private void named(String id) throws Exception {
        HttpResponse<String> answer = portal.put("/api/appointments/" + id + "/group", group(7, 2), mai);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static String group(int signers, int speakers) {
        return "{\"signers\": [%s], \"speakers\": [%s]}".formatted(names(signers), names(speakers));
    }

    private static String names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "\"Signer " + number + "\"")
                .collect(Collectors.joining(", "));
    }

    private String approved() throws Exception {
        String id = request("COMPLAINT");
        named(id);
        decide(mai, id, "triage", "{\"competentUnitId\": \"nghe-an\", \"finding\": \"Land\"}");
        assertEquals(
                200,
                decide(vo, id, "approval", "{\"reason\": \"COMPLEX_AND_FAR_APART\"}")
                        .statusCode());
        return id;
    }

    private HttpResponse<String> decide(Browser who, String id, String what, String body) throws Exception {
        return portal.post("/api/appointments/" + id + "/" + what, body, who);
    }

    private HttpResponse<String> schedule(String id, String startsAt, String room, String... logins) throws Exception {
        String names = String.join(
                ", ",
                List.of(logins).stream()
                        .map(login -> "\"" + posts.get(login) + "\"")
                        .toList());
        return portal.put(
                "/api/appointments/" + id + "/plan",
                "{\"startsAt\": \"%s\", \"minutes\": 60, \"roomId\": \"%s\", \"posts\": [%s]}"
                        .formatted(startsAt, room, names),
                mai);
    }

    private static String type(HttpResponse<String> answer) throws Exception {
        return json(answer).path("type").asText();
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(
                id, kind, parent, new Words(id, id, id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "VN-2026-07");
    }
}
