package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.access.OfficialBrowsers.Browser;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.HttpServer;
import org.kachehri.platform.http.HttpSettings;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;

class SecondFactorTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Browser NOBODY = new Browser("", "");

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private TestDatabase database;
    private HttpServer server;
    private OfficialBrowsers portal;

    @BeforeEach
    void start() {
        database = TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Access.SCHEMA);
        SecureRandom random = new SecureRandom();
        Officials officials = new Officials(new Passwords(random), clock);
        database.transactions().act(tx -> {
            officials.addPost(
                    tx, officials.register(tx, "mai", "Lô Thị Mai", "kachehri", Language.VI), Role.RECEIVER, "yen-hoa");
            officials.addPost(
                    tx, officials.register(tx, "admin", "Admin", "kachehri", Language.VI), Role.ADMIN, "yen-hoa");
        });
        HttpApi http = HttpApi.load();
        OfficialApi api = new Access(
                        database.transactions(),
                        officials,
                        new AuditLog(clock),
                        (tx, unitId) -> Optional.of(Map.of("id", unitId)),
                        new SecondFactors(SealingKey.of(new byte[32], random), clock, random),
                        Set.of(Role.ADMIN),
                        clock,
                        random)
                .register(http);
        api.on("today", Action.SEE_TODAY, (who, request) -> Answer.noContent());
        api.on("points", (who, request) -> Answer.noContent());
        http.on("live", request -> api.signedIn(request).isPresent() ? Answer.noContent() : Answer.ok("nobody"));
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
    void whoHasEnrolledSignsInWithACodeThatIsGoodOnce() throws Exception {
        Browser mai = portal.signIn("mai");
        Browser elsewhere = portal.signIn("mai");
        JsonNode begun = OfficialBrowsers.json(portal.post("/api/me/second-factor", "", mai));
        assertTrue(begun.get("qrSvg").asText().startsWith("<svg"));
        String secret = begun.get("secret").asText();
        assertEquals("wrong-code", refusal(403, confirm(wrong(secret), mai)));
        JsonNode codes = OfficialBrowsers.json(confirm(code(secret), mai));
        assertEquals(10, codes.get("recoveryCodes").size());
        assertEquals(401, portal.get("/api/me", elsewhere).statusCode(), "let in by the password alone");
        assertEquals(200, portal.get("/api/me", mai).statusCode());
        assertEquals("second-factor-present", refusal(409, portal.post("/api/me/second-factor", "", mai)));

        assertEquals("wrong-password", refusal(401, signIn("guess", code(secret))));
        assertEquals("second-factor-needed", refusal(401, signIn("kachehri", "")));
        assertEquals("wrong-code", refusal(401, signIn("kachehri", code(secret))), "used by the confirmation");
        clock.move(Duration.ofSeconds(30));
        assertEquals(200, signIn("kachehri", code(secret)).statusCode());
        assertEquals("wrong-code", refusal(401, signIn("kachehri", code(secret))), "replayed");
        String recovery = codes.at("/recoveryCodes/0").asText();
        assertEquals(200, signIn("kachehri", recovery).statusCode());
        assertEquals("wrong-code", refusal(401, signIn("kachehri", recovery)));
        assertEquals(9, state(mai).get("recoveryCodesLeft").asInt());

        clock.move(Duration.ofSeconds(30));
        String last = "{\"code\":\"" + code(secret) + "\"}";
        assertEquals(
                204, portal.post("/api/me/second-factor/removal", last, mai).statusCode());
        assertEquals(200, signIn("kachehri", "").statusCode());
    }

    @Test
    void guessingCodesLocksTheSignInAndTheEnrolment() throws Exception {
        Browser mai = portal.signIn("mai");
        String secret = OfficialBrowsers.json(portal.post("/api/me/second-factor", "", mai))
                .get("secret")
                .asText();
        assertEquals(200, confirm(code(secret), mai).statusCode());
        for (int i = 0; i < SignInLimit.FAILURES_OF_A_LOGIN; i++) {
            assertEquals("wrong-code", refusal(401, signIn("kachehri", wrong(secret))));
        }
        clock.move(Duration.ofSeconds(30));
        assertEquals("too-many-tries", refusal(429, signIn("kachehri", code(secret))));
    }

    @Test
    void whoHasLostTheAuthenticatorIsHelpedByAnAdministratorWithAReason() throws Exception {
        Browser mai = portal.signIn("mai");
        Browser admin = enrolledAdmin();
        assertEquals("no-second-factor", refusal(409, reset("mai", "Lost", admin)));
        String secret = OfficialBrowsers.json(portal.post("/api/me/second-factor", "", mai))
                .get("secret")
                .asText();
        assertEquals(200, confirm(code(secret), mai).statusCode());
        assertEquals("not-allowed", refusal(403, reset("mai", "Lost", mai)));
        assertEquals("no-second-factor", refusal(409, reset("admin", "My own", admin)));
        assertEquals("reason-needed", refusal(400, reset("mai", "    ", admin)));
        assertEquals(
                204, reset(" Mai ", "Telephone stolen, seen in person", admin).statusCode());
        assertEquals(401, portal.get("/api/me", mai).statusCode());
        assertEquals(200, signIn("kachehri", "").statusCode());
        AuditLog audit = new AuditLog(clock);
        assertEquals(
                "Telephone stolen, seen in person",
                database.transactions().run(tx -> audit.before(tx, Long.MAX_VALUE, 9)).stream()
                        .filter(line -> line.entry().action().equals("SECOND_FACTOR_RESET"))
                        .findFirst()
                        .orElseThrow()
                        .entry()
                        .reason());
    }

    private Browser enrolledAdmin() throws Exception {
        Browser admin = portal.signIn("admin");
        String secret = OfficialBrowsers.json(portal.post("/api/me/second-factor", "", admin))
                .get("secret")
                .asText();
        assertEquals(200, confirm(code(secret), admin).statusCode());
        return admin;
    }

    private HttpResponse<String> reset(String login, String reason, Browser browser) throws Exception {
        return portal.post(
                "/api/officials/second-factor-reset",
                "{\"login\":\"" + login + "\",\"reason\":\"" + reason + "\"}",
                browser);
    }

    @Test
    void aPostThatNeedsASecondFactorMayNothingButGetOne() throws Exception {
        Browser admin = portal.signIn("admin");
        assertTrue(OfficialBrowsers.json(portal.get("/api/me", admin))
                .get("needsSecondFactor")
                .asBoolean());
        assertEquals("second-factor-required", refusal(403, portal.get("/api/today", admin)));
        assertEquals("second-factor-required", refusal(403, portal.get("/api/points", admin)));
        assertEquals(200, portal.get("/health/live", admin).statusCode(), "nobody, where others may come too");
        String secret = OfficialBrowsers.json(portal.post("/api/me/second-factor", "", admin))
                .get("secret")
                .asText();
        assertEquals(200, confirm(code(secret), admin).statusCode());
        assertFalse(OfficialBrowsers.json(portal.get("/api/me", admin))
                .get("needsSecondFactor")
                .asBoolean());
        assertEquals(204, portal.get("/api/points", admin).statusCode());
        assertEquals(204, portal.get("/health/live", admin).statusCode());
        assertEquals("not-allowed", refusal(403, portal.get("/api/today", admin)));
        clock.move(Duration.ofSeconds(30));
        String code = "{\"code\":\"" + code(secret) + "\"}";
        assertEquals("second-factor-required", refusal(403, portal.post("/api/me/second-factor/removal", code, admin)));
    }

    private JsonNode state(Browser browser) throws Exception {
        return OfficialBrowsers.json(portal.get("/api/me/second-factor", browser));
    }

    private HttpResponse<String> confirm(String code, Browser browser) throws Exception {
        return portal.post("/api/me/second-factor/confirmation", "{\"code\":\"" + code + "\"}", browser);
    }

    private HttpResponse<String> signIn(String password, String code) throws Exception {
        String given = code.isEmpty() ? "" : ",\"code\":\"" + code + "\"";
        return portal.post(
                "/api/sign-in", "{\"login\":\"mai\",\"password\":\"" + password + "\"" + given + "}", NOBODY);
    }

    private static String refusal(int status, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        return OfficialBrowsers.json(answer).get("type").asText();
    }

    /** What an authenticator shows now that has read the Base32 (RFC 6238). */
    private String code(String secret) throws Exception {
        BigInteger bits = BigInteger.ONE;
        for (char letter : secret.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(letter)));
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(bits.toByteArray(), 1, 20, "HmacSHA1"));
        long step = clock.instant().getEpochSecond() / 30;
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
        int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE;
        return String.format("%06d", number % 1_000_000);
    }

    /** Half a million away from the code of now; that it is the one of a neighbouring step has a chance in 500 000. */
    private String wrong(String secret) throws Exception {
        return String.format("%06d", (Integer.parseInt(code(secret)) + 500_000) % 1_000_000);
    }
}
