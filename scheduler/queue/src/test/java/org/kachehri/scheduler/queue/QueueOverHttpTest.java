package org.kachehri.scheduler.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.http.Json;

class QueueOverHttpTest {
    private static final String VISIT =
            """
            {"pointId":"yen-hoa","language":"vi","levels":["PROVINCE"],
             "citizen":{"name":"Vi Văn Pắn","address":"Bản Yên Hòa","idKind":"NONE"},
             "matter":{"type":"%s","content":"Thu hồi đất","wish":"Xem lại"}}""";
    private static final String ACKNOWLEDGEMENT =
            "{\"noticeVersion\":\"2026-07-01\",\"language\":\"vi\",\"how\":\"SELF\"}";

    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aCitizenGoesFromTheDeskToTheWaitingRoomWithoutAnAccount() throws Exception {
        Office.Browser desk = office.browser().signIn("mai");
        JsonNode registered = json(desk.post("/api/visits", VISIT.formatted("COMPLAINT")), 201);
        assertEquals(1, registered.at("/visit/number").asInt());
        assertTrue(registered.at("/link/qrSvg").asText().startsWith("<svg"));
        String token = token(registered.at("/link/url").asText());

        Office.Browser kiosk = office.browser();
        JsonNode opened = json(kiosk.post("/api/kiosk/open", "{\"token\":\"" + token + "\"}"), 200);
        assertEquals("WAITING", opened.path("state").asText());
        assertEquals(0, opened.path("peopleBefore").asInt());
        json(kiosk.post("/api/kiosk/check", "{\"camera\":true,\"microphone\":true}"), 200);
        JsonNode ready = json(kiosk.post("/api/kiosk/acknowledgement", ACKNOWLEDGEMENT), 200);
        assertTrue(ready.path("noticeAcknowledged").asBoolean());
        assertEquals("CHECKED", ready.path("state").asText());

        JsonNode today = json(desk.get("/api/today"), 200);
        assertEquals("2026-11-22", today.path("day").asText());
        assertEquals("Vi Văn Pắn", today.at("/next/person").asText());
        assertEquals(1, today.at("/counts/waiting").asInt());
    }

    @Test
    void aPassOfAVisitLetsItsBearerInOnceAndIsForOnesOwnVisitsOnly() throws Exception {
        String visitId = office.register(CaseType.COMPLAINT).visit().id();
        Office.Browser desk = office.browser().signIn("mai");
        JsonNode pass = json(desk.post("/api/visits/" + visitId + "/pass", ""), 201);
        assertTrue(pass.path("qrSvg").asText().startsWith("<svg"));
        // 41 modules and the margins: version 6, which is easily scanned.
        assertTrue(pass.path("qrSvg").asText().contains("viewBox=\"0 0 49 49\""));
        assertEquals("2026-11-22T23:00:00Z", pass.path("until").asText(), "six in the morning in Viet Nam");
        String code = pass.path("code").asText();
        JsonNode checked = json(desk.post("/api/passes/check", scanned(code)), 200);
        assertEquals("VALID", checked.path("verdict").asText());
        assertEquals(visitId, checked.path("subject").asText());
        assertEquals(
                "USED",
                json(desk.post("/api/passes/check", scanned(code)), 200)
                        .path("verdict")
                        .asText());
        json(desk.post("/api/visits/nobody/pass", ""), 404);
        json(office.browser().signIn("batool").post("/api/visits/" + visitId + "/pass", ""), 403);
        json(office.browser().post("/api/passes/check", scanned(code)), 401);
    }

    private static String scanned(String code) {
        return "{\"code\":\"" + code + "\",\"scan\":\"" + UUID.randomUUID() + "\"}";
    }

    @Test
    void aSecondDeviceCannotUseAUsedLinkButTheFirstMayReload() throws Exception {
        String token = office.register(CaseType.COMPLAINT).token();
        Office.Browser first = office.browser();
        String body = "{\"token\":\"" + token + "\"}";
        assertEquals(200, first.post("/api/kiosk/open", body).statusCode());
        assertEquals(409, office.browser().post("/api/kiosk/open", body).statusCode());
        assertEquals(200, first.post("/api/kiosk/open", body).statusCode());
    }

    @Test
    void aRenewedLinkEndsTheOldOneAlsoOnTheDeviceThatHadOpenedIt() throws Exception {
        var registered = office.register(CaseType.COMPLAINT);
        Office.Browser kiosk = office.browser();
        kiosk.post("/api/kiosk/open", "{\"token\":\"" + registered.token() + "\"}");
        assertEquals(200, kiosk.get("/api/kiosk/visit").statusCode());
        JsonNode link = json(
                office.browser()
                        .signIn("mai")
                        .post("/api/visits/" + registered.visit().id() + "/link", ""),
                200);
        assertEquals(401, kiosk.get("/api/kiosk/visit").statusCode());
        assertEquals(
                200,
                office.browser()
                        .post(
                                "/api/kiosk/open",
                                "{\"token\":\"" + token(link.path("url").asText()) + "\"}")
                        .statusCode());
    }

    @Test
    void whoLeavesTheKioskIsForgottenThereAndKeepsTheirPlace() throws Exception {
        var registered = office.register(CaseType.COMPLAINT);
        Office.Browser kiosk = office.browser();
        String body = "{\"token\":\"" + registered.token() + "\"}";
        kiosk.post("/api/kiosk/open", body);
        assertEquals(204, kiosk.post("/api/kiosk/leave", "").statusCode());
        assertEquals(401, kiosk.get("/api/kiosk/visit").statusCode());
        assertEquals(409, office.browser().post("/api/kiosk/open", body).statusCode());
        assertTrue(office.browser().get("/api/board/yen-hoa").body().contains("\"waiting\":[1]"));
    }

    @Test
    void theBoardHasNumbersOnlyAndOfADenunciationNothing() throws Exception {
        Visit heard = office.register(CaseType.COMPLAINT).visit();
        Visit secret = office.register(CaseType.DENUNCIATION).visit();
        office.register(CaseType.PETITION);
        Office.Browser desk = office.browser().signIn("mai");
        for (Visit one : List.of(heard, secret)) {
            String call = "{\"kind\":\"CALL\",\"room\":\"1\"}";
            assertEquals(
                    200, desk.post("/api/visits/" + one.id() + "/moves", call).statusCode());
        }
        office.transactions.act(tx -> office.queue.visits().inRoom(tx, heard.id()));
        HttpResponse<String> board = office.browser().get("/api/board/yen-hoa");
        assertEquals(
                "{\"point\":{\"ur\":\"yen-hoa\",\"vi\":\"yen-hoa\",\"en\":\"yen-hoa\"},"
                        + "\"called\":[{\"number\":1,\"room\":\"1\",\"at\":\"2026-11-22T03:00:00Z\"}],\"waiting\":[2]}",
                board.body());
    }

    @Test
    void theDeskShowsWhoIsNextAndWhyAndCallsThem() throws Exception {
        Office.Browser desk = office.browser().signIn("mai");
        office.register(CaseType.COMPLAINT);
        String old = office.register(CaseType.PETITION).visit().id();
        String moves = "/api/visits/" + old + "/moves";
        assertEquals(
                "incomplete",
                json(desk.post(moves, "{\"kind\":\"PUT_FIRST\",\"ground\":\"ELDERLY\"}"), 400)
                        .path("type")
                        .asText());
        json(desk.post(moves, "{\"kind\":\"PUT_FIRST\",\"ground\":\"ELDERLY\",\"reason\":\"82\"}"), 200);
        JsonNode shown = json(desk.get("/api/queue"), 200);
        assertEquals("FIRST", shown.at("/waiting/0/why").asText());
        assertEquals(old, shown.at("/waiting/0/visit/id").asText());
        assertFalse(shown.has("eachTakes"), "nobody was heard yet: nothing is known");
        JsonNode called = json(desk.post("/api/queue/next", "{\"room\":\"2\"}"), 200);
        assertEquals(old, called.at("/visit/id").asText());
        assertEquals("2", called.at("/desk/called/0/room").asText());
        assertEquals(
                "wrong-turn",
                json(desk.post(moves, "{\"kind\":\"RETURN\"}"), 409)
                        .path("type")
                        .asText());
        json(desk.post("/api/queue/next", "{\"room\":\"2\"}"), 200);
        assertEquals(
                "nobody-waits",
                json(desk.post("/api/queue/next", "{\"room\":\"2\"}"), 409)
                        .path("type")
                        .asText());
        assertEquals(403, office.browser().signIn("vo").get("/api/queue").statusCode());
    }

    @Test
    void aDenouncersNameStandsInNoAnswerAndNoLink() throws Exception {
        Office.Browser desk = office.browser().signIn("mai");
        HttpResponse<String> registered = desk.post("/api/visits", VISIT.formatted("DENUNCIATION"));
        JsonNode visit = json(registered, 201);
        assertEquals("TC-2026-0001", visit.at("/visit/person").asText());
        assertFalse(visit.path("visit").has("number"));
        String link = visit.at("/link/url").asText();
        HttpResponse<String> kiosk = office.browser().post("/api/kiosk/open", "{\"token\":\"" + token(link) + "\"}");
        assertEquals("TC-2026-0001", json(kiosk, 200).path("alias").asText());
        String seen = registered.body()
                + kiosk.body()
                + desk.get("/api/today").body()
                + office.browser()
                        .signIn("vo")
                        .get("/api/visits/" + visit.at("/visit/id").asText())
                        .body();
        assertFalse(seen.contains("Pắn"));
        assertFalse(seen.contains("Bản Yên Hòa"));
    }

    @Test
    void aVisitOutsideOnesJurisdictionLooksAsIfItWereNotThere() throws Exception {
        String path =
                "/api/visits/" + office.register(CaseType.COMPLAINT).visit().id();
        assertEquals(200, office.browser().signIn("vo").get(path).statusCode());
        assertEquals(404, office.browser().signIn("batool").get(path).statusCode());
        assertEquals(401, office.browser().get(path).statusCode());
    }

    @Test
    void aChairDoesNotRegisterVisits() throws Exception {
        HttpResponse<String> answer = office.browser().signIn("vo").post("/api/visits", VISIT.formatted("COMPLAINT"));
        assertEquals("RECEIVER", json(answer, 403).path("role").asText());
    }

    @Test
    void anotherVersionOfTheNoticeIsNotTheOneThatWasShown() throws Exception {
        Office.Browser kiosk = office.browser();
        kiosk.post(
                "/api/kiosk/open",
                "{\"token\":\"" + office.register(CaseType.COMPLAINT).token() + "\"}");
        assertEquals(
                409,
                kiosk.post("/api/kiosk/acknowledgement", ACKNOWLEDGEMENT.replace("2026", "2025"))
                        .statusCode());
    }

    @Test
    void anUnknownLinkOpensNothing() throws Exception {
        assertEquals(
                404,
                office.browser()
                        .post("/api/kiosk/open", "{\"token\":\"0123456789abcdef\"}")
                        .statusCode());
    }

    private static String token(String url) {
        return url.substring(url.indexOf('#') + 1);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        return Json.mapper().readTree(answer.body());
    }
}
