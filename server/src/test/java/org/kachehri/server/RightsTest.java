package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialBrowsers;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.access.Policy;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.server.ProtocolRequests.Call;
import org.kachehri.server.ProtocolRequests.Operation;

/**
 * Walks the whole table: every role × every operation of the protocol × things of the own unit, of one below, of the one above and of a
 * foreign one. What each operation asks for, and whose things it reaches, stands in {@code rights.txt}.
 */
class RightsTest {
    private static final String OWN = "nghe-an";

    /** Whose thing is asked for, seen from {@link #OWN}. */
    enum Jurisdiction {
        OWN("nghe-an"),
        BELOW("yen-hoa"),
        ABOVE("central"),
        FOREIGN("skardu");

        private final String unitId;

        Jurisdiction(String unitId) {
            this.unitId = unitId;
        }
    }

    @TempDir
    Path folder;

    private final Map<Role, Browser> officials = new EnumMap<>(Role.class);
    private final Map<Jurisdiction, Map<String, String>> things = new EnumMap<>(Jurisdiction.class);
    private final Map<String, String> rights = new LinkedHashMap<>();
    private ProtocolRequests protocol;
    private TestDatabase database;
    private CentralServer server;
    private OfficialBrowsers portal;

    @BeforeEach
    void open() throws Exception {
        try (InputStream table = RightsTest.class.getResourceAsStream("/rights.txt")) {
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .forEach(line -> rights.put(line[0], line[1]));
        }
        protocol = ProtocolRequests.load();
        database = TestDatabase.of();
        Path web = Files.createDirectories(folder.resolve("portal"));
        Files.writeString(web.resolve("index.html"), "");
        int port = freePort();
        server = CentralServer.start(ServerSettings.of(
                List.of(
                        "--data",
                        folder.resolve("data").toString(),
                        "--portal",
                        web.toString(),
                        "--database-url",
                        database.settings().url() + "?user="
                                + database.settings().user() + "&password="
                                + database.settings().password(),
                        "--http-port",
                        Integer.toString(port),
                        "--media-port",
                        Integer.toString(freePort())),
                Map.of()));
        portal = new OfficialBrowsers(port);
        Officials people = new Officials(new Passwords(new SecureRandom()), Clock.systemUTC());
        database.transactions().act(tx -> {
            for (Role role : Role.values()) {
                people.addPost(tx, people.register(tx, login(role), role.name(), "kachehri", Language.VI), role, OWN);
            }
            for (Jurisdiction each : Jurisdiction.values()) {
                String id = people.register(tx, login(each), each.name(), "kachehri", Language.VI);
                people.addPost(tx, id, Role.RECEIVER, each.unitId);
            }
        });
        for (Role role : Role.values()) officials.put(role, portal.signIn(login(role)));
        for (Jurisdiction each : Jurisdiction.values()) things.put(each, thingsAt(each));
    }

    @AfterEach
    void close() {
        portal.close();
        server.close();
        database.close();
    }

    @Test
    void everyRoleReachesWhatItsPostMayReachAndNothingElse() throws Exception {
        Set<String> unsaid =
                new TreeSet<>(protocol.operations().stream().map(Operation::id).toList());
        unsaid.removeAll(rights.keySet());
        assertEquals(Set.of(), unsaid, "operations without a line in rights.txt");
        Map<String, String> reached = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Operation operation : protocol.operations()) {
            String right = rights.get(operation.id()).split(" ", 2)[0];
            if (right.equals("open") || right.equals("kiosk")) continue;
            nobodyAndForgeryAreRefused(operation, wrong);
            Set<Jurisdiction> seen = EnumSet.noneOf(Jurisdiction.class);
            for (Role role : Role.values()) {
                boolean may = right.equals("signedIn") || Policy.allows(role, Action.valueOf(right));
                for (Jurisdiction whose : Jurisdiction.values()) {
                    Call call = protocol.call(operation, things.get(whose));
                    Answered answered = ask(role, call);
                    String where = operation.id() + " by " + role + ", " + whose + ": " + answered;
                    if (answered.status() >= 500) wrong.add(where);
                    if (answered.refused() == may) wrong.add(where);
                    if (may && answered.status() != 404 && answered.status() != 403) seen.add(whose);
                    if (call.equals(protocol.call(operation, Map.of()))) break;
                }
            }
            boolean ofSomebody =
                    !protocol.call(operation, things.get(Jurisdiction.OWN)).equals(protocol.call(operation, Map.of()));
            String whose = ofSomebody ? words(seen) : "";
            reached.put(operation.id(), right + whose);
        }
        assertEquals(List.of(), wrong);
        rights.values().removeIf(right -> right.equals("open") || right.equals("kiosk"));
        assertEquals(lines(rights), lines(reached));
    }

    private static String lines(Map<String, String> table) {
        return new TreeMap<>(table)
                .entrySet().stream()
                        .map(line -> line.getKey() + ": " + line.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String words(Set<Jurisdiction> seen) {
        return seen.stream()
                .map(each -> " " + each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private void nobodyAndForgeryAreRefused(Operation operation, List<String> wrong) throws Exception {
        Call call = protocol.call(operation, Map.of());
        Answered nobody = answered(send(call, new Browser("", "")));
        if (nobody.status() != 401) wrong.add(operation.id() + " by nobody: " + nobody);
        if (!call.changes()) return;
        Answered forged =
                answered(send(call, new Browser(officials.get(Role.CHAIR).cookie(), "forged")));
        if (!forged.type().equals("csrf") && !rights.get(operation.id()).startsWith("signedIn")) {
            wrong.add(operation.id() + " from another site: " + forged);
        }
    }

    private record Answered(int status, String type) {
        boolean refused() {
            return status == 403 && type.equals("not-allowed");
        }
    }

    /** Some operations end the sign-in they come with. */
    private Answered ask(Role role, Call call) throws Exception {
        HttpResponse<String> answer = send(call, officials.get(role));
        if (answer.statusCode() == 401) {
            officials.put(role, portal.signIn(login(role)));
            answer = send(call, officials.get(role));
        }
        return answered(answer);
    }

    private HttpResponse<String> send(Call call, Browser browser) throws IOException, InterruptedException {
        var request = portal.request(call.path(), browser);
        if (!call.body().isEmpty()) request.header("Content-Type", "application/json");
        return portal.send(request.method(
                call.method(), call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body())));
    }

    private static Answered answered(HttpResponse<String> answer) throws IOException {
        boolean problem = answer.statusCode() >= 400 && answer.body().startsWith("{");
        return new Answered(
                answer.statusCode(),
                problem ? OfficialBrowsers.json(answer).path("type").asText() : "");
    }

    /** A visit, its reception, an appointment and the rest, each of this unit. */
    private Map<String, String> thingsAt(Jurisdiction whose) throws Exception {
        Browser receiver = portal.signIn(login(whose));
        Map<String, String> of = new LinkedHashMap<>();
        of.put("unitId", whose.unitId);
        of.put("pointId", whose.unitId);
        of.put("roomId", whose.unitId + "-1");
        database.transactions()
                .act(tx -> of.put(
                        "officialId",
                        tx.createQuery("SELECT id FROM people.official WHERE login = :login")
                                .bind("login", login(whose))
                                .mapTo(String.class)
                                .one()));
        JsonNode visit = json(portal.post("/api/visits", matter(whose, ""), receiver));
        of.put("visitId", visit.at("/visit/id").asText());
        of.put("receptionId", reception(visit.at("/link/url").asText()));
        JsonNode appointment = json(portal.post("/api/appointments", matter(whose, ",\"people\":1"), receiver));
        of.put(
                "appointmentId",
                appointment.path("id").asText(appointment.at("/line/id").asText()));
        database.transactions()
                .act(tx -> of.put(
                        "postId",
                        tx.createQuery(
                                        "SELECT id FROM people.post WHERE unit_id = :unit ORDER BY role <> 'CHAIR' LIMIT 1")
                                .bind("unit", whose.unitId)
                                .mapTo(String.class)
                                .one()));
        return of;
    }

    private static String matter(Jurisdiction whose, String more) {
        return "{\"pointId\":\"" + whose.unitId + "\",\"language\":\"vi\","
                + "\"citizen\":{\"name\":\"Trần Văn Bình\",\"address\":\"Xóm 4\",\"idKind\":\"NONE\"},"
                + "\"matter\":{\"type\":\"PETITION\",\"content\":\"The road is cut.\",\"wish\":\"A date.\"" + more
                + "}}";
    }

    /** The citizen opens the link and goes on until the reception is there. */
    private String reception(String link) throws Exception {
        String token = link.substring(link.indexOf('#') + 1);
        HttpResponse<String> opened =
                portal.post("/api/kiosk/open", "{\"token\":\"" + token + "\"}", new Browser("", ""));
        Browser kiosk = new Browser(
                opened.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0], "");
        portal.post("/api/kiosk/check", "{\"camera\":true,\"microphone\":true}", kiosk);
        portal.post(
                "/api/kiosk/acknowledgement",
                "{\"noticeVersion\":\"" + json(opened).path("noticeVersion").asText("1")
                        + "\",\"language\":\"vi\",\"how\":\"SELF\"}",
                kiosk);
        return json(portal.get("/api/kiosk/visit", kiosk)).path("receptionId").asText("unknown");
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 300) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        return OfficialBrowsers.json(answer);
    }

    private static String login(Enum<?> who) {
        return "walk-" + who.name().toLowerCase(Locale.ROOT)
                + who.getClass().getSimpleName().length();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
