package org.kachehri.scheduler.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

/** The tree grows below the administrator's own unit, and nowhere else. */
class UnitsOverHttpTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final PointStore store = new PointStore();
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;

    @BeforeEach
    void start() {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA, Points.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        AuditLog audit = new AuditLog(clock);
        database.transactions().act(tx -> {
            String top = new FoundUnit(store)
                    .foundTop(tx, new Words("مرکز", "Trung ương", "Centre"), Country.VN)
                    .id();
            officials.addPost(tx, officials.register(tx, "admin", "Admin", "kachehri", Language.EN), Role.ADMIN, top);
            officials.addPost(tx, officials.register(tx, "vo", "Vo", "kachehri", Language.EN), Role.CHAIR, top);
        });
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        audit,
                        store,
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(),
                        clock,
                        random)
                .register(http);
        new Points(database.transactions(), store, audit).register(api);
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
    }

    @AfterEach
    void stop() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void provincesCommunesAndDepartmentsStandWhereTheLawPutsThem() throws Exception {
        Browser admin = portal.signIn("admin");
        assertEquals(
                "nghe-an",
                found(admin, "centre", "PROVINCE", "Nghệ An", "VN").get("id").asText());
        JsonNode gilgit = found(admin, "centre", "PROVINCE", "Gilgit-Baltistan", "PK");
        assertEquals("Asia/Karachi", gilgit.get("zone").asText());
        assertEquals("PK-GB", gilgit.get("ruleProfile").asText());
        assertEquals(
                "Asia/Karachi",
                found(admin, "gilgit-baltistan", "COMMUNE", "Skardu", "PK")
                        .get("zone")
                        .asText());
        assertEquals(
                "duc-tho",
                found(admin, "nghe-an", "COMMUNE", "Đức Thọ", "VN").get("id").asText());
        assertEquals(
                "duc-tho-2",
                found(admin, "nghe-an", "DISTRICT_HIST", "Đức Thọ", "VN")
                        .get("id")
                        .asText());
        assertEquals(
                "unit",
                found(admin, "nghe-an", "DEPARTMENT", "محکمہ", "VN").get("id").asText());
        assertEquals("unit-level", type(ask(admin, "centre", "COMMUNE", "Yên Hoà", "VN")));
        assertEquals("unit-level", type(ask(admin, "duc-tho-2", "COMMUNE", "Yên Hoà", "VN")));
        List<String> points =
                database.transactions().run(tx -> store.points(tx, store.unitAndBelow(tx, "nghe-an"))).stream()
                        .map(Point::id)
                        .toList();
        assertEquals(List.of("duc-tho", "nghe-an", "unit"), points, "history receives nobody");
    }

    @Test
    void aUnitIsNamedAnewAndOnlyByWhoMay() throws Exception {
        Browser admin = portal.signIn("admin");
        String name = "{\"name\":{\"ur\":\"دفتر\",\"vi\":\" Trụ sở \",\"en\":\"Office\"}}";
        JsonNode renamed = OfficialBrowsers.json(portal.put("/api/units/centre/name", name, admin));
        assertEquals("Trụ sở", renamed.at("/name/vi").asText());
        assertEquals("not-found", type(portal.put("/api/units/nowhere/name", name, admin)));
        assertEquals("not-found", type(ask(admin, "nowhere", "PROVINCE", "X", "VN")));
        assertEquals(
                403, ask(portal.signIn("vo"), "centre", "PROVINCE", "X", "VN").statusCode());
        assertEquals(
                400,
                portal.put("/api/units/centre/name", "{\"name\":{\"ur\":\" \",\"vi\":\"a\",\"en\":\"a\"}}", admin)
                        .statusCode());
        String logged = database.transactions()
                .run(tx -> tx.createQuery("SELECT string_agg(action, ' ') FROM audit.line WHERE subject = 'centre'")
                        .mapTo(String.class)
                        .one());
        assertTrue(logged.equals("UNIT_RENAMED"), logged);
    }

    private JsonNode found(Browser admin, String parent, String kind, String name, String country) throws Exception {
        HttpResponse<String> answer = ask(admin, parent, kind, name, country);
        assertEquals(200, answer.statusCode(), answer.body());
        return OfficialBrowsers.json(answer);
    }

    private HttpResponse<String> ask(Browser browser, String parent, String kind, String name, String country)
            throws Exception {
        return portal.post(
                "/api/units",
                "{\"parentId\":\"" + parent + "\",\"kind\":\"" + kind + "\",\"country\":\"" + country
                        + "\",\"name\":{\"ur\":\"" + name + "\",\"vi\":\"" + name + "\",\"en\":\"" + name + "\"}}",
                browser);
    }

    private static String type(HttpResponse<String> answer) throws Exception {
        return OfficialBrowsers.json(answer).path("type").asText();
    }
}
