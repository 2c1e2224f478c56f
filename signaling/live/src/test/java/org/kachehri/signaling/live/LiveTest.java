package org.kachehri.signaling.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.Access;
import org.kachehri.identity.audit.AuditLine;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.audit.ChainVerdict;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeTwin;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.bridge.Recorder;
import org.kachehri.signaling.bridge.RecorderLease;
import org.kachehri.signaling.bridge.Sdp;
import org.kachehri.signaling.reception.Person;
import org.kachehri.signaling.reception.ReceptionState;

/** Receptions over real WebSockets and a real PostgreSQL, with twins of bridge and recorder. */
class LiveTest {
    private static final TestDatabase DATABASE = TestDatabase.of(Outbox.SCHEMA, AuditLog.SCHEMA, Live.SCHEMA);

    private static final TurnServers TURN =
            new TurnServers(List.of("turn:relay.example:3478?transport=udp"), "a secret that coturn knows");

    private final Clock clock = Clock.systemUTC();
    private final AuditLog audit = new AuditLog(clock);
    private final VisitsTwin visits = new VisitsTwin();
    private final List<Page> pages = new ArrayList<>();
    private BridgeTwin bridge;
    private RecorderTwin recorder;
    private Outbox outbox;
    private Live live;
    private HttpServer server;
    private String visitId;
    private String id;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void start() {
        begin();
        visitId = UUID.randomUUID().toString();
        register(true);
    }

    @AfterEach
    void stop() {
        pages.forEach(Page::close);
        server.close();
        live.close();
    }

    private void begin() {
        bridge = new BridgeTwin();
        recorder = new RecorderTwin();
        outbox = new Outbox(Json.mapper(), clock);
        live = new Live(
                DATABASE.transactions(),
                audit,
                outbox,
                visits,
                (tx, unit) -> Optional.empty(),
                bridge,
                TURN,
                recorder,
                clock);
        HttpApi http = HttpApi.load();
        Access access = new Access(
                DATABASE.transactions(),
                null,
                audit,
                (tx, unit) -> Optional.empty(),
                null,
                Set.of(),
                clock,
                new SecureRandom());
        live.register(http, access.register(http), request -> Optional.empty());
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        live.start();
    }

    private void restart() {
        stop();
        begin();
    }

    record VisitEvent(String visitId, String pointId) {}

    private void register(boolean noticed) {
        visits.register(visitId, noticed);
        event("visit.registered");
        if (noticed) event("visit.ready");
        id = DATABASE.transactions()
                .run(tx -> live.receptions().ofVisit(tx, visitId))
                .orElseThrow()
                .id();
    }

    private void event(String type) {
        DATABASE.transactions().act(tx -> outbox.publish(tx, type, visitId, new VisitEvent(visitId, "yen-hoa")));
        new Relay(DATABASE.transactions(), outbox, clock).deliverDue();
    }

    private String token(String key, Role role) {
        Person person = new Person(key, "Name of " + key, role, "post-" + key, null, Language.VI);
        return live.tokens().issue(new RoomTokens.Admission(id, person));
    }

    private Page join(String key, Role role) {
        Page page = page();
        page.hello(token(key, role));
        return page;
    }

    private Page page() {
        Page page = new Page(server.port());
        pages.add(page);
        return page;
    }

    private Page citizen() {
        return join("visit:" + visitId, Role.CITIZEN);
    }

    private Page chair() {
        return join("official:vo", Role.CHAIR);
    }

    private ReceptionState stored() {
        return DATABASE.transactions()
                .run(tx -> live.receptions().find(tx, id))
                .orElseThrow()
                .state();
    }

    @Test
    void aWelcomeTellsOfTheRelaysAndALostReceivingLineIsOfferedAnew() {
        Page citizen = citizen();
        Page chair = page();
        JsonNode relays = chair.hello(token("official:vo", Role.CHAIR)).get("relays");
        assertEquals(
                "turn:relay.example:3478?transport=udp",
                relays.get("urls").get(0).asText());
        assertTrue(relays.get("username").asText().matches("\\d{10}:p\\d+"), relays.toString());
        assertTrue(relays.get("credential").asText().length() == 28, relays.toString());
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        publish(citizen, "ufragp1");
        int generation = chair.next("subscribe").get("generation").asInt();
        chair.say("{'type':'subscribed','sdp':'v=0','generation':" + generation + "}");
        chair.say("{'type':'restart'}");
        assertEquals(generation + 1, chair.next("subscribe").get("generation").asInt());
    }

    @Test
    void aReceptionIsHeldFromAdmissionToItsMinutes() {
        Page citizen = citizen();
        Page chair = chair();
        assertEquals("WAITING", place(chair, citizen.participant));
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        chair.does("start", "");
        JsonNode live = citizen.stateIs("LIVE");
        assertTrue(live.has("startedAt"));
        BridgeTwin.TwinRoom room = bridge.room(id);
        assertTrue(room.forwarding);
        assertTrue(room.tap != null);
        assertEquals("begin lease-1", recorder.orders.getFirst());

        publish(citizen, "ufragp1");
        JsonNode offer = chair.next("subscribe");
        assertEquals("p1", offer.get("streams").get(0).get("participant").asText());
        chair.say("{'type':'subscribed','sdp':'v=0','generation':" + offer.get("generation") + "}");

        publish(chair, "ufragp2");
        assertEquals(
                "p2",
                citizen.next("subscribe")
                        .get("streams")
                        .get(0)
                        .get("participant")
                        .asText());

        chair.does("giveFloor", ",'participant':'p1'");
        chair.does("mute", ",'participant':'p1'");
        assertTrue(room.orders.contains("silence p1 true"));
        chair.does("pause", ",'reason':'somebody is unwell'");
        assertFalse(room.forwarding);
        assertTrue(recorder.orders.contains("pause somebody is unwell"));
        chair.does("resume", "");
        chair.does("offRecord", ",'reason':'medical matter'");
        assertTrue(room.forwarding);
        assertEquals(null, room.tap);
        chair.does("onRecord", "");
        chair.does("close", "");
        chair.stateIs("MINUTES_PENDING");
        assertFalse(room.forwarding);
        assertTrue(recorder.orders.stream().anyMatch(order -> order.startsWith("seal PS-20261123-yen-hoa-")));
        assertEquals(ReceptionState.MINUTES_PENDING, stored());
        assertEquals("DONE", visits.states.get(visitId));

        DATABASE.transactions()
                .act(tx -> outbox.publish(
                        tx, "ticket.opened", "t1", new ConcludeReceptionOnTicketOpened.TicketOpened("t1", id)));
        new Relay(DATABASE.transactions(), outbox, clock).deliverDue();
        assertEquals("CLOSED", chair.next("bye").get("cause").asText());
        assertEquals(ReceptionState.CONCLUDED, stored());
        List<String> actions = DATABASE.transactions().run(tx -> audit.about(tx, id)).stream()
                .map(AuditLine::entry)
                .map(entry -> entry.action())
                .toList();
        assertTrue(
                actions.containsAll(List.of("admit", "start", "pause", "offRecord", "close", "concluded")),
                actions.toString());
        assertTrue(DATABASE.transactions().run(audit::verify) instanceof ChainVerdict.Intact);
    }

    @Test
    void nobodyIsLiveWithoutARecorder() {
        Page chair = chair();
        recorder.full = true;
        JsonNode outcome = chair.command("start", "");
        assertEquals("NO_RECORDER", outcome.get("error").get("code").asText());
        assertEquals(ReceptionState.READY, stored());
        recorder.full = false;
        chair.does("start", "");
    }

    @Test
    void theCitizenIsNotAdmittedBeforeTheNotice() {
        visitId = UUID.randomUUID().toString();
        register(false);
        Page citizen = citizen();
        Page chair = chair();
        assertEquals("NOTICE_NOT_ACKNOWLEDGED", chair.refusal("admit", ",'participant':'" + citizen.participant + "'"));
        visits.register(visitId, true);
        event("visit.ready");
        chair.stateIs("READY");
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        assertEquals("IN_ROOM", visits.states.get(visitId));
    }

    @Test
    void whatIsMalformedOrOutOfOrderIsRefusedAndChangesNothing() {
        Page page = page();
        page.say("{'type':'command','id':'c1','action':'start'}");
        assertEquals("OUT_OF_ORDER", code(page));
        for (String nonsense :
                List.of("nonsense", "[]", "{}", "{'type':'hello'}", "{'type':'dance'}", "{'type':'ping','more':1}")) {
            page.say(nonsense);
            assertEquals("MALFORMED", code(page), nonsense);
        }
        page.hello(token("official:vo", Role.CHAIR));
        page.say("{'type':'hello','token':'again'}");
        assertEquals("OUT_OF_ORDER", code(page));
        page.say("{'type':'subscribed','sdp':'v=0','generation':7}");
        assertEquals("OUT_OF_ORDER", code(page));
        page.say("{'type':'publish','sdp':'nonsense','sources':[]}");
        assertEquals("MEDIA_REFUSED", code(page));
        page.say("{'type':'command','id':'c1','action':'explode'}");
        assertEquals("MALFORMED", code(page));
        page.say("{'type':'ping'}");
        page.next("pong");
        assertEquals("WRONG_STATE", page.refusal("pause", ",'reason':'x'"));
        assertEquals("NO_SUCH_PARTICIPANT", page.refusal("admit", ",'participant':'p99'"));
        assertEquals(ReceptionState.READY, stored());
    }

    @Test
    void aRoomTokenIsGoodOnce() {
        String token = token("official:vo", Role.CHAIR);
        page().hello(token);
        Page second = page();
        second.say("{'type':'hello','token':'" + token + "'}");
        assertEquals("TOKEN_REFUSED", code(second));
        assertEquals(1008, second.next("closed").get("code").asInt());
    }

    @Test
    void aNewScreenReplacesTheOldOnTheSameSeat() {
        Page first = chair();
        Page second = chair();
        assertEquals(first.participant, second.participant);
        assertEquals("REPLACED", first.next("bye").get("cause").asText());
        assertTrue(bridge.room(id).orders.contains("release " + second.participant));
        second.does("start", "");
    }

    @Test
    void aLostScreenKeepsItsSeatAndTheOthersSeeIt() {
        Page citizen = citizen();
        Page chair = chair();
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        citizen.close();
        JsonNode seat;
        do {
            seat = chair.next("state").get("snapshot").get("participants").get(0);
        } while (seat.get("connected").asBoolean());
        assertTrue(seat.has("lostSince"));
        assertEquals("ROOM", seat.get("place").asText());
        assertEquals("ROOM", place(citizen(), "p1"));
    }

    @Test
    void whatWasLiveIsFoundInterruptedAfterARestartAndGoesOn() {
        Page citizen = citizen();
        Page chair = chair();
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        chair.does("start", "");
        restart();
        Page again = page();
        JsonNode snapshot = again.hello(token("official:vo", Role.CHAIR)).get("snapshot");
        assertEquals("INTERRUPTED", snapshot.get("state").asText());
        assertEquals("ROOM", snapshot.get("participants").get(0).get("place").asText());
        again.does("resume", "");
        assertTrue(bridge.room(id).forwarding);
        assertTrue(bridge.room(id).orders.contains("enter p1"));
    }

    @Test
    void aLostRecorderPausesTheReception() {
        Page chair = chair();
        chair.does("start", "");
        JsonNode recording = chair.next("recording");
        assertEquals(1234, recording.get("bytes").asInt());
        recorder.health =
                new RecorderLease.RecorderHealth(0, Instant.EPOCH, null, Instant.EPOCH, 0, 0, "disk full", List.of());
        JsonNode paused = chair.stateIs("PAUSED");
        assertEquals("recorder", paused.get("reason").asText());
        assertEquals(0, paused.get("recorders").asInt());
        assertFalse(bridge.room(id).forwarding);
    }

    @Test
    void whoLeadsIsToldWhosePictureIsNotRecorded() {
        Page chair = chair();
        Page citizen = citizen();
        chair.does("admit", ",'participant':'" + citizen.participant + "'");
        chair.does("start", "");
        Instant before = RecorderTwin.healthy(List.of()).measuredAt().minusSeconds(20);
        Instant now = RecorderTwin.healthy(List.of()).measuredAt();
        recorder.health = RecorderTwin.healthy(List.of(
                new RecorderLease.SourceHealth(
                        citizen.participant, Purpose.CAMERA, 900, before, before, before, null, null),
                new RecorderLease.SourceHealth(
                        citizen.participant, Purpose.MICROPHONE, 80, before, null, now, now, 40)));
        JsonNode told;
        do {
            told = chair.next("recording");
        } while (told.get("sources").isEmpty());
        assertEquals(900, told.at("/sources/0/bytes").asInt());
        assertEquals(-40, told.at("/sources/1/loudestDbov").asInt());
        assertEquals(1, told.get("troubles").size());
        assertEquals("NO_PICTURE", told.at("/troubles/0/code").asText());
        assertEquals(20, told.at("/troubles/0/seconds").asInt());
        assertFalse(citizen.next("recording").has("troubles"));
        // What a person has switched off is missed by nobody.
        citizen.say("{'type':'sending','source':'camera','on':false}");
        do {
            told = chair.next("recording");
        } while (!told.get("troubles").isEmpty());
        assertTrue(recorder.orders.contains(citizen.participant + "/camera off"));
        bridge.room(id).happens(new BridgeEvent.MediaLost(citizen.participant, "silent"));
        do {
            told = chair.next("recording");
        } while (!recorder.orders.contains(citizen.participant + " lost"));
    }

    @Test
    void lostMediaIsSeenByEverybody() {
        Page chair = chair();
        bridge.room(id).happens(new BridgeEvent.MediaLost(chair.participant, "silent"));
        JsonNode seat;
        do {
            seat = chair.next("state").get("snapshot").get("participants").get(1);
        } while (seat.get("connected").asBoolean());
        bridge.room(id).happens(new BridgeEvent.MediaConnected(chair.participant));
        do {
            seat = chair.next("state").get("snapshot").get("participants").get(1);
        } while (!seat.get("connected").asBoolean());
    }

    @Test
    void whatAPageShowsGoesToTheBridgeAndWhatItMayRestComesBack() {
        Page chair = chair();
        String source = "{'participant':'p1','purpose':'camera','height':";
        chair.say("{'type':'view','sources':[" + source + "360}," + source + "0}]}");
        for (String nonsense :
                List.of("", source + "-1}", source + "9000}", source + "'tall'}", "{'purpose':'nose'}")) {
            chair.say("{'type':'view','sources':[" + nonsense + "]}");
            assertEquals("MALFORMED", code(chair), nonsense);
        }
        String seat = chair.participant;
        assertEquals(
                List.of("view " + seat + " p1/camera 360", "view " + seat + " p1/camera 0"),
                bridge.room(id).orders.stream()
                        .filter(order -> order.startsWith("view"))
                        .toList());
        bridge.room(id).happens(new BridgeEvent.LayersNeeded(seat, Purpose.CAMERA, List.of("q", "h")));
        JsonNode layers = chair.next("layers");
        assertEquals("camera", layers.get("source").asText());
        assertEquals("[\"q\",\"h\"]", layers.get("rids").toString());
    }

    @Test
    void theChairSeesHowLinesCarryAndItIsKeptWithTheReception() {
        Page citizen = citizen();
        Page chair = chair();
        chair.does("admit", ",'participant':'p1'");
        chair.does("start", "");
        citizen.say("{'type':'played','spanMillis':5000,'frozenMillis':0}");
        bridge.room(id).happens(new BridgeEvent.LineMeasured("p1", true, 0.1, Double.NaN));
        bridge.room(id).happens(new BridgeEvent.LineMeasured("p1", false, 0.02, 120));

        JsonNode quality = chair.next("quality").get("participants");
        while (quality.isEmpty() || !quality.get(0).has("loss")) {
            quality = chair.next("quality").get("participants");
        }
        assertEquals(
                "{\"participant\":\"p1\",\"score\":62,\"loss\":0.1,\"roundTripMillis\":120,\"frozen\":0.0}",
                quality.get(0).toString());
        chair.does("close", "");
        chair.stateIs("MINUTES_PENDING");
        Recorder.ParticipantQuality kept = recorder.finished.getLast().quality().getFirst();
        assertEquals("p1", kept.participant());
        assertTrue(kept.lowest() <= 62 && kept.mean() >= 62 && kept.seconds() >= 3, kept.toString());
        List<SeatQuality.Kept> stored = DATABASE.transactions().run(tx -> new QualityStore().of(tx, id));
        assertEquals(List.of(kept), stored.stream().map(QualityBook::told).toList());
        citizen.isNeverTold("quality");
    }

    @Test
    void screensAreSharedByOfficialsAndPapersByTheCitizenToo() {
        Page chair = chair();
        String screen = "{'mid':'1','purpose':'screen'}";
        share(chair, screen);
        assertTrue(chair.next("published").has("sdp"));
        Page citizen = citizen();
        share(citizen, "{'mid':'1','purpose':'document'}");
        assertTrue(citizen.next("published").has("sdp"));
        for (String purpose : List.of(screen, "{'mid':'0','purpose':'screen_sound'}")) {
            share(citizen, purpose);
            JsonNode error = citizen.next("refused").get("error");
            assertEquals("NOT_ALLOWED", error.get("code").asText());
            assertEquals("CHAIR", error.get("role").asText());
            assertEquals("shareScreen", error.get("detail").asText());
        }
        assertEquals(
                List.of("publish " + chair.participant, "publish " + citizen.participant),
                bridge.room(id).orders.stream()
                        .filter(order -> order.startsWith("publish"))
                        .toList());
    }

    private static void share(Page page, String source) {
        String sdp = Sdp.offer("ufrag").replace("\r\n", "\\r\\n");
        page.say("{'type':'publish','sources':[" + source + "],'sdp':'" + sdp + "'}");
    }

    @Test
    void whoIsHeardMostIsToldToEveryScreenAndToWhoComesLater() {
        Page chair = chair();
        bridge.room(id).happens(new BridgeEvent.Speaking("p1"));
        assertEquals("p1", chair.next("speaker").get("participant").asText());
        assertEquals("p1", citizen().next("speaker").get("participant").asText());
    }

    @Test
    void silenceDoesNotWaitForADatabaseThatIsAway() {
        Page chair = chair();
        chair.does("start", "");
        away(true);
        try {
            assertEquals("TRY_AGAIN", chair.refusal("giveFloor", ",'participant':'" + chair.participant + "'"));
            chair.does("mute", ",'participant':'" + chair.participant + "'");
            assertTrue(bridge.room(id).orders.contains("silence " + chair.participant + " true"));
            chair.does("pause", ",'reason':'fire alarm'");
            assertFalse(bridge.room(id).forwarding);
            assertEquals("TRY_AGAIN", chair.refusal("resume", ""));
        } finally {
            away(false);
        }
        chair.does("resume", "");
        assertEquals(ReceptionState.LIVE, stored());
        List<String> actions = DATABASE.transactions().run(tx -> audit.about(tx, id)).stream()
                .map(line -> line.entry().action())
                .toList();
        assertTrue(actions.containsAll(List.of("mute", "pause", "resume")), actions.toString());
    }

    /** As far as a reception can tell: its rows can't be written. */
    private static void away(boolean away) {
        String from = away ? "reception" : "reception_away";
        String to = away ? "reception_away" : "reception";
        DATABASE.transactions().act(tx -> tx.execute("ALTER TABLE live." + from + " RENAME TO " + to));
    }

    @Test
    void everyScreenIsToldOfNewParagraphs() {
        Page chair = chair();
        live.minutesChanged(id, 3);
        assertEquals(3, chair.next("minutesChanged").get("paragraphs").asInt());
    }

    @Test
    void aVisitRegisteredTwiceHasOneReception() {
        event("visit.registered");
        assertEquals(
                id,
                DATABASE.transactions()
                        .run(tx -> live.receptions().ofVisit(tx, visitId))
                        .orElseThrow()
                        .id());
    }

    private static void publish(Page page, String ufrag) {
        page.say("{'type':'publish','sdp':'" + Sdp.offer(ufrag).replace("\r\n", "\\r\\n")
                + "','sources':[{'mid':'0','purpose':'microphone'},{'mid':'1','purpose':'camera'}]}");
        page.next("published");
    }

    private static String code(Page page) {
        return page.next("refused").get("error").get("code").asText();
    }

    private static String place(Page page, String participant) {
        page.say("{'type':'sending','source':'camera','on':false}");
        for (JsonNode seat : page.next("state").get("snapshot").get("participants")) {
            if (seat.get("id").asText().equals(participant))
                return seat.get("place").asText();
        }
        return "";
    }
}
