package org.kachehri.eoffice.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kachehri.eoffice.cases.HeardReceptions;
import org.kachehri.platform.http.Json;
import org.kachehri.scheduler.queue.CaseType;

class FromConclusionToDeskTest {
    private static final String ACCEPTED =
            "{\"handling\":\"ACCEPTED\",\"answer\":\"Sở Nông nghiệp kiểm tra\",\"note\":\"hộ nghèo\"}";

    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aConclusionGivesARowATicketWithItsClocksAndAFileInTheProvincesInbox() throws Exception {
        Office.Heard heard = office.heard(CaseType.COMPLAINT);
        Office.Browser chair = office.as("vo");
        JsonNode preview = json(chair.post(path(heard) + "/preview", ACCEPTED), 200);
        JsonNode conclusion = json(chair.post(path(heard), ACCEPTED), 201);

        assertEquals(preview.path("clocks"), conclusion.at("/ticket/clocks"));
        JsonNode accepted = conclusion.at("/ticket/clocks/0");
        assertEquals("KN-1 2026-12-02 MET", clock(accepted));
        assertEquals("KN-2 2026-12-22 RUNNING", clock(conclusion.at("/ticket/clocks/1")));
        assertEquals(
                "VN-NGHE-AN-2026-KN-000001", conclusion.at("/ticket/number").asText());

        JsonNode row = json(chair.get("/api/book"), 200).get(0);
        assertEquals(conclusion.path("bookRow"), row);
        assertEquals(1, row.path("number").asInt());
        assertEquals("2026-11-22", row.path("date").asText());
        assertEquals("Vi Văn Pắn, Bản Yên Hòa", row.path("nameAddress").asText());
        assertEquals("040085001234", row.path("identityPaper").asText());
        assertEquals("KN / 3", row.path("typeAndPeople").asText());
        assertEquals("nghe-an", row.path("accepted").asText());
        assertEquals("", row.path("transferred").asText());

        assertEquals(1, office.relay.deliverDue());
        Office.Browser officer = office.as("dung");
        JsonNode line = json(officer.get("/api/desk"), 200).get(0);
        assertEquals("NGHE-AN-1/2026", line.path("number").asText());
        assertEquals("KN-2 2026-12-22 RUNNING", clock(line.path("clock")));
        JsonNode file = json(officer.get("/api/files/" + line.path("id").asText()), 200);
        assertTrue(file.at("/notes/0/text").asText().contains("PS-20261122-yen-hoa-1"));
        assertEquals(
                List.of("MINUTES", "RECORDING", "SUBMISSION"),
                file.path("correspondence").findValuesAsText("kind"));
        assertEquals(
                heard.receptionId(), file.at("/correspondence/1/receptionId").asText());
        assertEquals("nghe-an", file.at("/movements/0/unit/id").asText());
        assertEquals(
                line.path("id"),
                json(officer.get("/api/tickets/" + line.path("ticketId").asText()), 200)
                        .path("fileId"));
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLAINT, RETURNED_GUIDED, KN-1 2026-12-02 RUNNING",
        "DENUNCIATION, ACCEPTED, TC-1 2026-12-01 RUNNING",
        "PETITION, ACCEPTED, KNPA-1 2026-12-02 RUNNING",
        "FEEDBACK, ANSWERED, KNPA-1 2026-12-02 MET",
    })
    void theClocksAreThoseOfTypeAndHandling(CaseType type, String handling, String clock) throws Exception {
        JsonNode conclusion =
                json(office.as("vo").post(path(office.heard(type)), ACCEPTED.replace("ACCEPTED", handling)), 201);
        assertEquals(1, conclusion.at("/ticket/clocks").size());
        assertEquals(clock, clock(conclusion.at("/ticket/clocks/0")));
    }

    @Test
    void bookNumbersHaveNoGapsWhenManyConcludeAtOnceAndAReceptionIsConcludedOnce() throws Exception {
        Office.Browser chair = office.as("vo");
        List<Office.Heard> receptions = IntStream.range(0, 8)
                .mapToObj(i -> office.heard(CaseType.PETITION))
                .toList();
        List<Callable<Integer>> tries = new ArrayList<>();
        for (Office.Heard one : receptions) {
            tries.add(() -> chair.post(path(one), ACCEPTED).statusCode());
            tries.add(() -> chair.post(path(one), ACCEPTED).statusCode());
        }
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> each : threads.invokeAll(tries)) answers.add(each.get());
        }
        assertEquals(8, answers.stream().filter(status -> status == 201).count());
        assertEquals(8, answers.stream().filter(status -> status == 409).count());
        List<String> numbers = json(chair.get("/api/book"), 200).findValuesAsText("number");
        assertEquals(IntStream.rangeClosed(1, 8).mapToObj(String::valueOf).toList(), numbers);
    }

    @Test
    void whatTheDenouncerIsCalledIsTheAliasEverywhere() throws Exception {
        Office.Heard heard = office.heard(CaseType.DENUNCIATION);
        Office.Browser chair = office.as("vo");
        String seen = chair.post(path(heard) + "/preview", ACCEPTED).body();
        seen += chair.post(path(heard), ACCEPTED).body();
        office.relay.deliverDue();
        Office.Browser officer = office.as("dung");
        String desk = officer.get("/api/desk").body();
        seen += desk
                + officer.get("/api/files/"
                                + Json.mapper().readTree(desk).at("/0/id").asText())
                        .body()
                + officer.get("/api/tickets").body()
                + chair.get("/api/book").body();
        for (String secret : List.of("Pắn", "Bản Yên Hòa", "040085001234")) assertFalse(seen.contains(secret), secret);
        assertTrue(seen.contains("\"nameAddress\":\"TC-2026-0001\""));
        assertTrue(Json.mapper().readTree(desk).at("/0/protected").asBoolean());
    }

    @Test
    void aReceptionIsConcludedByAUnitThatTookPartAndWhenItIsOver() throws Exception {
        Office.Heard heard = office.heard(CaseType.COMPLAINT);
        assertEquals(404, office.as("batool").post(path(heard), ACCEPTED).statusCode());
        assertEquals(403, office.as("mai").post(path(heard), ACCEPTED).statusCode());
        String elsewhere = ACCEPTED.replace("{", "{\"competentUnitId\":\"gilgit\",");
        assertEquals(403, office.as("vo").post(path(heard), elsewhere).statusCode());
        assertEquals(
                400,
                office.as("vo")
                        .post(path(heard), ACCEPTED.replace("Sở Nông nghiệp kiểm tra", "  "))
                        .statusCode());
        HeardReceptions.Heard over = office.receptions.get(heard.receptionId());
        office.receptions.put(
                over.id(),
                new HeardReceptions.Heard(
                        over.id(), over.code(), over.visitId(), over.units(), over.startedAt(), false));
        assertEquals(409, office.as("vo").post(path(heard), ACCEPTED).statusCode());
        assertEquals("[]", office.as("vo").get("/api/book").body());
    }

    @Test
    void bookTicketAndFileAreSeenInTheOwnUnitAndFromAbove() throws Exception {
        String ticket = json(office.as("vo").post(path(office.heard(CaseType.COMPLAINT)), ACCEPTED), 201)
                .at("/ticket/id")
                .asText();
        office.relay.deliverDue();
        String file = json(office.as("dung").get("/api/desk"), 200).at("/0/id").asText();
        assertEquals(200, office.as("nguyen").get("/api/tickets/" + ticket).statusCode());
        assertEquals(404, office.as("batool").get("/api/tickets/" + ticket).statusCode());
        assertEquals("[]", office.as("batool").get("/api/tickets").body());
        assertEquals(403, office.as("batool").get("/api/book?unitId=nghe-an").statusCode());
        assertEquals(
                200,
                office.as("nguyen").get("/api/book?unitId=nghe-an&year=2026").statusCode());
        assertEquals("[]", office.as("zafar").get("/api/desk").body());
        assertEquals(404, office.as("zafar").get("/api/files/" + file).statusCode());
        assertEquals(
                404,
                office.as("zafar")
                        .post("/api/files/" + file + "/notes", "{\"text\":\"x\"}")
                        .statusCode());
    }

    @Test
    void notesAreAddedUnderTheirNumberAndNeverChanged() throws Exception {
        office.as("vo").post(path(office.heard(CaseType.COMPLAINT)), ACCEPTED);
        office.relay.deliverDue();
        Office.Browser officer = office.as("dung");
        String id = json(officer.get("/api/desk"), 200).at("/0/id").asText();
        JsonNode file = json(officer.post("/api/files/" + id + "/notes", "{\"text\":\"Đã xem hồ sơ.\"}"), 201);
        assertEquals(2, file.at("/notes/1/number").asInt());
        assertEquals("SPECIALIST", file.at("/notes/1/post").asText());
        for (String change : List.of(
                "UPDATE files.note SET text = 'x'", "DELETE FROM cases.clock_event", "DELETE FROM cases.book_row")) {
            assertThrows(JdbiException.class, () -> office.transactions.act(tx -> tx.execute(change)));
        }
    }

    @Test
    void anEventDeliveredTwiceOpensOneFile() throws Exception {
        office.as("vo").post(path(office.heard(CaseType.COMPLAINT)), ACCEPTED);
        office.relay.deliverDue();
        office.transactions.act(tx -> tx.execute("UPDATE outbox.delivery SET state = 'WAITING'"));
        office.relay.deliverDue();
        assertEquals(1, json(office.as("dung").get("/api/desk"), 200).size());
    }

    @Test
    void theCitizenGoesHomeWithAReceipt() throws Exception {
        Office.Heard heard = office.heard(CaseType.COMPLAINT);
        Office.Browser kiosk = office.nobody();
        kiosk.post("/api/kiosk/open", "{\"token\":\"" + heard.token() + "\"}");
        assertFalse(json(kiosk.get("/api/kiosk/receipt"), 200).has("ticket"));
        office.as("vo").post(path(heard), ACCEPTED);
        JsonNode receipt = json(kiosk.get("/api/kiosk/receipt"), 200);
        assertEquals("VN-NGHE-AN-2026-KN-000001", receipt.path("ticket").asText());
        assertEquals("Xem lại giá bồi thường", receipt.path("asked").asText());
        assertEquals("KN-2 2026-12-22 RUNNING", clock(receipt.path("clock")));
    }

    private static String path(Office.Heard heard) {
        return "/api/receptions/" + heard.receptionId() + "/conclusion";
    }

    private static String clock(JsonNode clock) {
        return clock.path("ruleCode").asText() + " " + clock.path("due").asText() + " "
                + clock.path("status").asText();
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        return Json.mapper().readTree(answer.body());
    }
}
