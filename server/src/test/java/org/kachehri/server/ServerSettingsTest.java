package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.identity.oidc.OpenIdSettings;
import org.kachehri.identity.people.Role;
import org.kachehri.recording.archive.StorageSettings;
import org.kachehri.recording.lease.RecorderSettings;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.TimeAuthoritySettings;
import org.kachehri.recording.storage.StoreSettings;
import org.kachehri.scheduler.points.Country;

class ServerSettingsTest {
    @TempDir
    Path folder;

    private Path portal;

    @BeforeEach
    void aBuiltPortal() throws IOException {
        portal = Files.createDirectory(folder.resolve("portal"));
        Files.createFile(portal.resolve("index.html"));
    }

    @Test
    void withoutOptionsTheDefaultsHold() throws Exception {
        var settings = settings(Map.of());
        assertEquals(8080, settings.httpPort());
        assertEquals(10_000, settings.mediaPort());
        assertEquals(OptionalInt.of(10_000), settings.mediaTcpPort());
        assertEquals(List.of(), settings.mediaAddresses());
        assertEquals(Path.of("data").toAbsolutePath(), settings.data());
        assertTrue(settings.demo());
        assertFalse(settings.lossInjection());
        assertEquals("http://localhost:8080", settings.portalAddress());
    }

    @Test
    void everySettingIsMapped() throws Exception {
        Path pem = Files.createFile(folder.resolve("pem"));
        var settings = settings(
                Map.of(),
                "--data",
                folder.toString(),
                "--http-port",
                "1",
                "--media-port",
                "2",
                "--media-tcp-port",
                "3",
                "--media-address",
                "203.0.113.7, 2001:db8::7,local",
                "--turn-urls",
                "turn:relay.example:3478?transport=udp,turns:relay.example:443?transport=tcp",
                "--turn-secret",
                "0123456789abcdef",
                "--database-url",
                "jdbc:postgresql://db/kachehri?user=a",
                "--public-address",
                "127.0.0.1",
                "--tls-certificate",
                pem.toString(),
                "--tls-key",
                pem.toString(),
                "--tsa-url",
                "https://tsa.example/",
                "--tsa-certificates",
                pem.toString(),
                "--archive-store",
                folder.toString(),
                "--archive-second-store",
                "s3://evidence",
                "--archive-key",
                pem.toString(),
                "--archive-local-days",
                "30",
                "--metrics-token",
                "a-long-enough-token",
                "--sms-url",
                "https://sms.example/send",
                "--sms-token",
                "borne",
                "--recorders",
                folder.resolve("disk2") + "," + folder.resolve("disk3"),
                "--recorders-at-once",
                "2",
                "--recorder-capacity",
                "7",
                "--recorder-free-mb",
                "9",
                "--second-factor-roles",
                "ADMIN, INSPECTOR",
                "--oidc-issuer",
                "https://id.example/realms/nghe-an",
                "--oidc-client",
                "kachehri",
                "--oidc-secret",
                "proof",
                "--oidc-claim",
                "sub",
                "--oidc-name",
                "Nghe An",
                "--loss-injection",
                "yes",
                "--country",
                "PK",
                "--no-demo");
        assertEquals(
                new ServerSettings(
                        folder,
                        portal,
                        1,
                        2,
                        OptionalInt.of(3),
                        List.of("203.0.113.7", "2001:db8::7", "local"),
                        List.of("turn:relay.example:3478?transport=udp", "turns:relay.example:443?transport=tcp"),
                        Optional.of("0123456789abcdef"),
                        Optional.of("jdbc:postgresql://db/kachehri?user=a"),
                        Optional.of("127.0.0.1"),
                        Optional.of(pem),
                        Optional.of(pem),
                        Optional.of("a-long-enough-token"),
                        Optional.of(new ServerSettings.SmsGatewaySettings(
                                URI.create("https://sms.example/send"), Optional.of("borne"))),
                        Set.of(Role.ADMIN, Role.INSPECTOR),
                        Optional.of(new OpenIdSettings(
                                URI.create("https://id.example/realms/nghe-an"),
                                "kachehri",
                                Optional.of("proof"),
                                "sub",
                                "Nghe An")),
                        Optional.of(new TimeAuthoritySettings(URI.create("https://tsa.example/"), pem)),
                        new RecorderSettings(
                                List.of(folder.resolve("disk2"), folder.resolve("disk3")), 2, 7, 9_000_000),
                        Optional.of(new StorageSettings(
                                List.of(StoreSettings.of(folder.toString()), StoreSettings.of("s3://evidence")),
                                Optional.of(pem),
                                Optional.of(Duration.ofDays(30)),
                                new SigningSettings(settings.data().resolve("keys/archive"), "Kachehri archive"))),
                        true,
                        Country.PK,
                        false),
                settings);
        assertEquals("https://127.0.0.1:1", settings.portalAddress());
    }

    @Test
    void anSmsGatewayNeedsAnAddress() {
        assertEquals(
                "--sms-token (KACHEHRI_SMS_TOKEN) needs --sms-url (KACHEHRI_SMS_URL).",
                sentence("--sms-token", "borne"));
        assertEquals(
                "--sms-url (KACHEHRI_SMS_URL) has to be an address that begins with http:// or https://.",
                sentence("--sms-url", "mailto:somebody"));
    }

    @Test
    void aRoleThatIsNoneIsNamedBeforeAnythingStarts() {
        assertEquals(
                "--second-factor-roles (KACHEHRI_SECOND_FACTOR_ROLES) has 'ADMINS', which is no role; it is like"
                        + " ADMIN,INSPECTOR,ARCHIVIST.",
                sentence("--second-factor-roles", "ADMINS"));
    }

    @Test
    void anOpenIdProviderIsTheWholeOfItAndNotInTheClear() throws Exception {
        assertEquals(
                "--oidc-secret (KACHEHRI_OIDC_SECRET) needs --oidc-issuer (KACHEHRI_OIDC_ISSUER) and --oidc-client"
                        + " (KACHEHRI_OIDC_CLIENT).",
                sentence("--oidc-secret", "proof"));
        assertEquals(
                "--oidc-issuer (KACHEHRI_OIDC_ISSUER) is 'http://id.example'; it has to be the provider's own https"
                        + " address, without a query.",
                sentence("--oidc-issuer", "http://id.example", "--oidc-client", "kachehri"));
        OpenIdSettings near = settings(Map.of(), "--oidc-issuer", "http://localhost:4000", "--oidc-client", "kachehri")
                .openId()
                .orElseThrow();
        assertEquals("preferred_username", near.claim());
        assertEquals("localhost", near.label());
    }

    @Test
    void twoRecordersAtOnceNeedTwoDirectories() throws Exception {
        assertEquals(RecorderSettings.defaults(), settings(Map.of()).recorders());
        assertEquals(
                "--recorders-at-once (KACHEHRI_RECORDERS_AT_ONCE) is 2, so --recorders (KACHEHRI_RECORDERS) has to name a"
                        + " directory.",
                sentence("--recorders-at-once", "2"));
        assertEquals(
                "--recorder-capacity (KACHEHRI_RECORDER_CAPACITY) is 0, but has to be a number from 1 to 1000.",
                sentence("--recorder-capacity", "0"));
    }

    @Test
    void aTimeAuthorityNeedsAnAddressAndItsCertificate() throws Exception {
        Path pem = Files.createFile(folder.resolve("tsa.pem"));
        assertEquals(
                "--tsa-url (KACHEHRI_TSA_URL) and --tsa-certificates (KACHEHRI_TSA_CERTIFICATES) are set together or not"
                        + " at all.",
                sentence("--tsa-url", "https://tsa.example/"));
        assertEquals(
                "--tsa-url (KACHEHRI_TSA_URL) can't be used: ftp://tsa.example/ isn't an address with http: or https:.",
                sentence("--tsa-url", "ftp://tsa.example/", "--tsa-certificates", pem.toString()));
    }

    @Test
    void whatCannotKeepRecordingsIsSaidBeforeAnythingStarts() throws Exception {
        assertEquals(
                "--archive-key (KACHEHRI_ARCHIVE_KEY) is of no use without --archive-store (KACHEHRI_ARCHIVE_STORE).",
                sentence("--archive-key", "key"));
        assertEquals(
                "--archive-store (KACHEHRI_ARCHIVE_STORE) is /nowhere/at/all, which isn't a directory that exists.",
                sentence("--archive-store", "/nowhere/at/all"));
        assertEquals(
                "--archive-second-store (KACHEHRI_ARCHIVE_SECOND_STORE) is the same as --archive-store"
                        + " (KACHEHRI_ARCHIVE_STORE).",
                sentence("--archive-store", folder.toString(), "--archive-second-store", folder.toString()));
        assertEquals(
                "--archive-local-days (KACHEHRI_ARCHIVE_LOCAL_DAYS) is 0, which isn't a number from 1 to 99999.",
                sentence("--archive-store", folder.toString(), "--archive-local-days", "0"));
    }

    @Test
    void mediaByTcpHasTheNumberOfTheUdpPortAnotherOrNone() throws Exception {
        assertEquals(
                OptionalInt.of(7), settings(Map.of("KACHEHRI_MEDIA_PORT", "7")).mediaTcpPort());
        assertEquals(
                OptionalInt.of(443),
                settings(Map.of(), "--media-port", "7", "--media-tcp-port", "443")
                        .mediaTcpPort());
        assertEquals(
                OptionalInt.empty(),
                settings(Map.of(), "--media-tcp-port", "no").mediaTcpPort());
        assertTrue(sentence("--media-tcp-port", "yes").startsWith("--media-tcp-port (KACHEHRI_MEDIA_TCP_PORT) is yes"));
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() throws Exception {
        var settings = settings(Map.of("KACHEHRI_HTTP_PORT", "7", "KACHEHRI_DEMO", "no"), "--http-port", "8");
        assertEquals(8, settings.httpPort());
        assertEquals(false, settings.demo());
    }

    @Test
    void aWrongSettingIsNamedInOneSentence() {
        assertEquals(
                "--media-port (KACHEHRI_MEDIA_PORT) is 70000, which is not a port from 1 to 65535.",
                sentence("--media-port", "70000"));
        assertEquals(
                "--media-address (KACHEHRI_MEDIA_ADDRESS) is bridge.example: media public address must be an IP address,"
                        + " but is 'bridge.example'.",
                sentence("--media-address", "bridge.example"));
        assertTrue(sentence("--media-address", "203.0.113.7,").startsWith("--media-address (KACHEHRI_MEDIA_ADDRESS)"));
        assertTrue(sentence("--turn-urls", "turn:relay.example")
                .equals(
                        "--turn-urls (KACHEHRI_TURN_URLS) and --turn-secret (KACHEHRI_TURN_SECRET) are set together or not"
                                + " at all."));
        assertTrue(sentence("--turn-urls", "stun:relay.example", "--turn-secret", "0123456789abcdef")
                .startsWith("--turn-urls (KACHEHRI_TURN_URLS) has 'stun:relay.example'"));
        assertEquals(
                "--turn-secret (KACHEHRI_TURN_SECRET) needs at least 16 characters.",
                sentence("--turn-urls", "turn:relay.example", "--turn-secret", "short"));
        assertEquals("There is no option --prot; see ./kachehri help.", sentence("--prot", "1"));
        assertEquals("The option --data needs a value.", sentence("--data"));
        assertTrue(sentence("--database-url", "postgres://x/y")
                .startsWith("--database-url (KACHEHRI_DATABASE_URL) has to"));
        assertTrue(sentence("--tls-key", "/nowhere").contains("are set together"));
        assertEquals("--country (KACHEHRI_COUNTRY) is 'pk', which is neither VN nor PK.", sentence("--country", "pk"));
        assertTrue(sentence("--demo", "maybe").contains("neither yes nor no"));
    }

    private String sentence(String... options) {
        return assertThrows(ServerSettings.Wrong.class, () -> settings(Map.of(), options))
                .getMessage();
    }

    private ServerSettings settings(Map<String, String> environment, String... options) throws ServerSettings.Wrong {
        List<String> all = new ArrayList<>(List.of("--portal", portal.toString()));
        all.addAll(List.of(options));
        return ServerSettings.of(all, environment);
    }
}
