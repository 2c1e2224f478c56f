package org.kachehri.scheduler.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.identity.access.OfficialBrowsers.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.OfficialBrowsers;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

class ReadinessTest {
    /** 10:00 in Viet Nam. */
    private static final Instant TEN = Instant.parse("2026-11-23T03:00:00Z");

    private final MovingClock clock = new MovingClock(TEN);
    private long hours = 40;
    private Readiness readiness;
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;
    private Browser ky;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Points.SCHEMA, Readiness.SCHEMA);
        SecureRandom random = new SecureRandom();
        PointStore points = new PointStore();
        AuditLog audit = new AuditLog(clock);
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            points.put(tx, unit("nghe-an", UnitKind.PROVINCE, null));
            for (String id : new String[] {"yen-hoa", "tam-quang"}) {
                Unit commune = unit(id, UnitKind.COMMUNE, "nghe-an");
                points.put(tx, commune);
                points.put(tx, new Point(id, commune, commune.name(), null));
                points.put(tx, new Room(id + "-1", id, "1", 6));
            }
            officials.addPost(
                    tx, officials.register(tx, "ky", "Vi Văn Kỳ", "kachehri", Language.VI), Role.TECH, "yen-hoa");
            officials.addPost(
                    tx, officials.register(tx, "vo", "Võ Văn Thành", "kachehri", Language.VI), Role.CHAIR, "nghe-an");
        });
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        points,
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        readiness = new Readiness(database.transactions(), points, () -> hours, audit, clock);
        readiness.register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
        ky = portal.signIn("ky");
    }

    @AfterEach
    void close() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void aRoomWhereAllIsWellIsReadyForTheDay() throws Exception {
        JsonNode checked = json(check("yen-hoa", TEN, findings("GOOD", "SCANNER", "NOT_THERE")));
        assertEquals(100, checked.at("/last/score").asInt(), "what a room needn't have isn't missed");
        assertTrue(checked.at("/last/ready").asBoolean());
        JsonNode board = json(portal.get("/api/rooms", portal.signIn("vo")));
        assertEquals("tam-quang", board.at("/0/room/pointId").asText());
        assertTrue(board.at("/0/last").isMissingNode(), "never checked");
        assertTrue(board.at("/1/last/today").asBoolean());
        assertEquals("Vi Văn Kỳ", board.at("/1/last/by").asText());
        Readiness.RoomToday room = roomToday();
        assertTrue(room.ready());
        assertEquals("100 / 100", room.detail());
        clock.move(Duration.ofHours(15));
        assertFalse(roomToday().ready(), "yesterday's check is no promise for today");
        assertFalse(json(portal.get("/api/rooms", ky)).at("/0/last/today").asBoolean(), "at one in the morning");
    }

    @Test
    void withoutAMicrophoneOrTheRightTimeOrRoomForTheRecordingNobodyIsHeard() throws Exception {
        JsonNode deaf = json(check("yen-hoa", TEN, findings("GOOD", "MICROPHONE", "FAILED")));
        assertFalse(deaf.at("/last/ready").asBoolean());
        assertEquals(90, deaf.at("/last/score").asInt());
        JsonNode late = json(check("yen-hoa", TEN.minusSeconds(3600), findings("GOOD", "PAPERS", "POOR")));
        assertFalse(late.at("/last/ready").asBoolean(), "an hour off");
        JsonNode near = json(check("yen-hoa", TEN.plusSeconds(3), findings("GOOD", "PAPERS", "POOR")));
        assertTrue(near.at("/last/ready").asBoolean(), "three seconds");
        hours = 0;
        assertFalse(json(check("yen-hoa", TEN, findings("GOOD", "PAPERS", "GOOD")))
                .at("/last/ready")
                .asBoolean());
    }

    @Test
    void whatWasNotLookedAtOrIsNotOnesOwnIsRefused() throws Exception {
        String all = findings("GOOD", "PAPERS", "GOOD");
        assertEquals(
                400, check("yen-hoa", TEN, all.replace("CAMERA", "SCANNER")).statusCode());
        assertEquals(400, check("yen-hoa", TEN, all.replace("CAMERA", "CLOCK")).statusCode());
        assertEquals(404, check("tam-quang", TEN, all).statusCode());
        assertEquals(
                403,
                portal.post("/api/points/yen-hoa/rooms/yen-hoa-1/checks", body(TEN, all), portal.signIn("vo"))
                        .statusCode());
    }

    private Readiness.RoomToday roomToday() {
        return database.transactions()
                .run(tx -> readiness.today(
                        tx, new PointStore().point(tx, "yen-hoa").orElseThrow()))
                .getFirst();
    }

    private HttpResponse<String> check(String point, Instant deviceTime, String findings) throws Exception {
        return portal.post("/api/points/" + point + "/rooms/" + point + "-1/checks", body(deviceTime, findings), ky);
    }

    private static String body(Instant deviceTime, String findings) {
        return "{\"deviceTime\": \"" + deviceTime + "\", \"findings\": [" + findings + "]}";
    }

    /** Everything so, but one. */
    private static String findings(String verdict, String but, String otherwise) {
        return Arrays.stream(Item.values())
                .filter(Item::isReported)
                .map(item -> "{\"item\": \"%s\", \"verdict\": \"%s\"}"
                        .formatted(item, item.name().equals(but) ? otherwise : verdict))
                .collect(Collectors.joining(", "));
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(
                id, kind, parent, new Words(id, id, id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "VN-2026-07");
    }
}
