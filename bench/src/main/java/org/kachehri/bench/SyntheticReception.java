package org.kachehri.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A citizen and a chair in a reception of the running product, by its own registration, kiosk and live protocol; their media is a
 * {@link MassClients}' of which this is the server. When the product is gone they come back to the seats they had. Used by one thread.
 */
final class SyntheticReception implements MeasuredServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final ObjectNode OWN = SyntheticPage.JSON.createObjectNode();

    private final KilledProduct product;
    private final SyntheticPage citizen;
    private final SyntheticPage chair;
    private final String id;

    private SyntheticReception(KilledProduct product, SyntheticPage citizen, SyntheticPage chair, String id) {
        this.product = product;
        this.citizen = citizen;
        this.chair = chair;
        this.id = id;
    }

    /** Registers the citizen and seats both; the chair has let the citizen in. */
    static SyntheticReception gather(KilledProduct product, String matter) throws IOException {
        SyntheticPage citizen = new SyntheticPage(product.httpPort());
        SyntheticPage chair = new SyntheticPage(product.httpPort());
        open(product, citizen, matter);
        String id = arrived(citizen);
        chair.signIn("vo");
        SyntheticReception reception = new SyntheticReception(product, citizen, chair, id);
        reception.sit();
        reception.does("admit", "p1");
        return reception;
    }

    private static void open(KilledProduct product, SyntheticPage citizen, String matter) throws IOException {
        try (SyntheticPage receiver = new SyntheticPage(product.httpPort())) {
            receiver.signIn("mai");
            ObjectNode visit = SyntheticPage.JSON.createObjectNode();
            visit.put("pointId", receiver.get("/api/today").at("/point/id").asText())
                    .put("language", "en")
                    .putArray("levels")
                    .add("PROVINCE");
            visit.putObject("citizen")
                    .put("name", "Trần Văn Bình")
                    .put("address", "Xóm 4, xã Yên Hoà")
                    .put("idKind", "NONE");
            visit.putObject("matter")
                    .put("type", "PETITION")
                    .put("content", matter)
                    .put("wish", "A date for the repair.");
            String link = receiver.post("/api/visits", visit).at("/link/url").asText();
            citizen.post(
                    "/api/kiosk/open",
                    SyntheticPage.JSON.createObjectNode().put("token", link.substring(link.indexOf('#') + 1)));
        }
    }

    /** The device is well, the notice of recording is understood; answers the reception, which follows the visit in the background. */
    private static String arrived(SyntheticPage citizen) throws IOException {
        citizen.post(
                "/api/kiosk/check",
                SyntheticPage.JSON.createObjectNode().put("camera", true).put("microphone", true));
        String notice = citizen.get("/api/kiosk/visit").path("noticeVersion").asText();
        citizen.post(
                "/api/kiosk/acknowledgement",
                SyntheticPage.JSON
                        .createObjectNode()
                        .put("noticeVersion", notice)
                        .put("language", "en")
                        .put("how", "SELF"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode visit = citizen.get("/api/kiosk/visit");
            if (visit.hasNonNull("receptionId")) {
                return visit.get("receptionId").asText();
            }
            Pace.until(System.nanoTime() + BETWEEN_TRIES_NANOS, 0);
        }
        throw new IOException("the visit led to no reception");
    }

    String id() {
        return id;
    }

    SyntheticPage chair() {
        return chair;
    }

    /** Both take their seats, or take them again. */
    void sit() throws IOException {
        citizen.sit(OWN);
        chair.sit(SyntheticPage.JSON.createObjectNode().put("receptionId", id));
    }

    /** The chair orders, again and again while the product asks to try again or the seats aren't ready. */
    void does(String action, String participant) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ObjectNode command = SyntheticPage.JSON.createObjectNode().put("action", action);
            if (!participant.isEmpty()) {
                command.put("participant", participant);
            }
            String refusal = chair.command(command);
            if (refusal.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(action + " is refused: " + refusal);
            }
            Pace.until(System.nanoTime() + BETWEEN_TRIES_NANOS, 0);
        }
    }

    void does(String action) throws IOException {
        does(action, "");
    }

    private SyntheticPage pageOf(Roster.Participant participant) {
        return participant.number() % 2 == 0 ? citizen : chair;
    }

    @Override
    public void openRoom(int room) {
        // The reception is open.
    }

    @Override
    public End publish(Roster.Participant participant, End client) throws IOException {
        ObjectNode publish = SyntheticPage.JSON
                .createObjectNode()
                .put("type", "publish")
                .put("sdp", SpokenSdp.offer(participant, client));
        publish.putArray("sources").addObject().put("mid", "0").put("purpose", "microphone");
        publish.withArray("sources").addObject().put("mid", "1").put("purpose", "camera");
        SyntheticPage page = pageOf(participant);
        page.say(publish);
        return SpokenSdp.end(page.next("published").get("sdp").asText());
    }

    @Override
    public End subscribe(Roster.Participant participant, List<Roster.Participant> others, End client)
            throws IOException {
        SyntheticPage page = pageOf(participant);
        JsonNode offer = page.next("subscribe");
        while (offer.get("streams").size() < 2 * others.size()) {
            offer = page.next("subscribe");
        }
        String sdp = offer.get("sdp").asText();
        page.say(SyntheticPage.JSON
                .createObjectNode()
                .put("type", "subscribed")
                .put("sdp", SpokenSdp.answer(sdp, client))
                .put("generation", offer.get("generation").asInt()));
        return SpokenSdp.end(sdp);
    }

    @Override
    public ServerProcess process() {
        return product.process();
    }

    @Override
    public void close() {
        citizen.close();
        chair.close();
    }
}
