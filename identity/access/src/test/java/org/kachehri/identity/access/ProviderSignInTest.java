package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.oidc.OpenIdProvider;
import org.kachehri.identity.oidc.OpenIdSettings;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.TestDatabase;

/** Signing in at a real OpenID provider, which {@code ./kachehri test} installs. */
class ProviderSignInTest {
    private static final Path PROVIDER = Path.of("../../tests/openid-provider");
    private static final String BACK = "http://localhost:8080/sign-in/back";
    private static final Browser NOBODY = new Browser("", "");

    private final SecureRandom random = new SecureRandom();
    /** The provider's clock is the machine's. */
    private final Clock clock = Clock.systemUTC();

    private Process process;
    private TestDatabase database;
    private OpenIdProvider provider;
    private HttpServer server;
    private OfficialBrowsers portal;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.exists(PROVIDER.resolve("node_modules")), "npm --prefix tests/openid-provider ci");
        process = new ProcessBuilder("node", "provider.mjs", BACK)
                .directory(PROVIDER.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = "";
        while (!line.startsWith("issuer ")) {
            line = Optional.ofNullable(process.inputReader().readLine()).orElseThrow();
        }
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            String mai = officials.register(tx, "mai", "Lô Thị Mai", "kachehri", Language.VI);
            officials.addPost(tx, mai, Role.RECEIVER, "yen-hoa");
            officials.register(tx, "lan", "Hà Thị Lan", "kachehri", Language.VI);
        });
        provider = new OpenIdProvider(
                new OpenIdSettings(
                        URI.create(line.substring("issuer ".length())),
                        "kachehri",
                        Optional.of("a secret: of & the test"),
                        "preferred_username",
                        "Province"),
                URI.create(BACK),
                clock);
        HttpApi http = HttpApi.load();
        Access access = new Access(
                database.transactions(),
                officials,
                new AuditLog(clock),
                (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                Set.of(Role.RECEIVER),
                clock,
                random);
        access.offer(http, access.register(http), Optional.empty(), Optional.of(provider));
        server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), http);
        portal = new OfficialBrowsers(server.port());
    }

    @AfterEach
    void stop() {
        if (process == null) return;
        process.destroy();
        portal.close();
        server.close();
        provider.close();
        database.close();
    }

    @Test
    void whoHasAnAccountAndAPostComesInWithItsRightsAndNoOthers() throws Exception {
        assertEquals(
                "Province",
                OfficialBrowsers.json(portal.get("/api/sign-in/ways", NOBODY))
                        .get("provider")
                        .asText());
        JsonNode me = OfficialBrowsers.json(back(went("s-1|Mai|mfa")));
        assertEquals("RECEIVER", me.at("/post/role").asText());
        assertFalse(me.get("needsSecondFactor").asBoolean(), "the provider has asked for two");
        JsonNode weaker = OfficialBrowsers.json(back(went("s-1|mai|pwd")));
        assertTrue(weaker.get("needsSecondFactor").asBoolean());
        assertEquals("no-post", type(back(went("s-2|lan|mfa"))));
        assertEquals("provider-unknown", type(back(went("s-3|stranger|mfa"))));
        assertEquals(
                List.of("SIGN_IN_BY_PROVIDER", "SIGN_IN_BY_PROVIDER"),
                database
                        .transactions()
                        .run(tx -> new AuditLog(clock).about(tx, me.get("id").asText()))
                        .stream()
                        .map(one -> one.entry().action())
                        .toList());
    }

    @Test
    void aNameThatSomebodyElseGotThereOpensNothingAndAChangedNameKeepsItsOwner() throws Exception {
        assertEquals(200, back(went("s-1|mai|")).statusCode());
        assertEquals("provider-other", type(back(went("s-9|mai|"))));
        HttpResponse<String> renamed = back(went("s-1|mai.married|"));
        assertEquals(200, renamed.statusCode(), renamed.body());
    }

    @Test
    void whatComesBackOtherwiseThanItWentIsRefused() throws Exception {
        Trip trip = went("s-1|mai|mfa");
        assertEquals(
                "provider-refused", type(back(new Trip("kachehri-provider=other", trip.query()))), "other browser");
        assertEquals("provider-refused", type(back(new Trip("", trip.query()))), "no cookie");
        assertEquals("provider-refused", type(back(trip.with("state", "other"))));
        assertEquals("provider-refused", type(back(trip.with("iss", "https://other.example"))));
        assertEquals("provider-refused", type(back(trip.with("code", "guessed"))));
        assertEquals(200, back(trip).statusCode());
        assertEquals("provider-refused", type(back(trip)), "a code is good once");
        process.destroy();
        process.waitFor();
        assertEquals("provider-away", type(back(trip)));
    }

    private record Trip(String cookie, Map<String, String> query) {
        Trip with(String name, String value) {
            Map<String, String> other = new HashMap<>(query);
            other.put(name, value);
            return new Trip(cookie, other);
        }
    }

    /** A browser goes to the provider and comes back. */
    private Trip went(String hint) throws Exception {
        HttpResponse<String> begun = portal.post("/api/sign-in/provider/address", "", NOBODY);
        assertEquals(200, begun.statusCode(), begun.body());
        String cookie = begun.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        URI address = URI.create(OfficialBrowsers.json(begun).get("address").asText() + "&login_hint="
                + URLEncoder.encode(hint, StandardCharsets.UTF_8));
        try (HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            for (int hops = 0; hops < 10; hops++) {
                if (address.toString().startsWith(BACK)) {
                    return new Trip(cookie, query(address));
                }
                HttpResponse<String> answer =
                        browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
                address = address.resolve(answer.headers()
                        .firstValue("location")
                        .orElseThrow(() -> new IOException(answer.statusCode() + answer.body())));
            }
        }
        throw new IOException("never came back");
    }

    private static Map<String, String> query(URI address) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> back(Trip trip) throws Exception {
        String body = trip.query().entrySet().stream()
                .filter(field -> Set.of("code", "state", "iss").contains(field.getKey()))
                .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return portal.post("/api/sign-in/provider", body, new Browser(trip.cookie(), ""));
    }

    private static String type(HttpResponse<String> answer) throws Exception {
        return OfficialBrowsers.json(answer).path("type").asText();
    }
}
