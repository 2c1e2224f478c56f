package org.kachehri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    Path directory;

    @Test
    void overTlsACookieIsSecureAndTheBrowserStaysWithTls() throws Exception {
        KeyStore store = ownCertificate();
        HttpApi api = HttpApi.load().on("live", request -> Answer.ok(Map.of("origin", request.origin()))
                .withCookie("kachehri", "secret", Duration.ofHours(1)));
        HttpSettings settings = HttpSettings.plain("127.0.0.1", 0).withTls(written(store));
        try (HttpServer server = HttpServer.start(settings, api);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting(store)).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + server.port() + "/health/live"))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertTrue(answer.body().contains("https://localhost:" + server.port()), answer.body());
            assertTrue(answer.headers().firstValue("set-cookie").orElseThrow().contains("Secure"));
            assertTrue(answer.headers().firstValue("strict-transport-security").isPresent());
        }
    }

    @Test
    void aServerWithUnreadableFilesDoesNotStart() {
        HttpSettings settings = HttpSettings.plain("127.0.0.1", 0)
                .withTls(new TlsFiles(directory.resolve("none.pem"), directory.resolve("none.key")));
        assertThrows(IllegalStateException.class, () -> HttpServer.start(settings, HttpApi.load()));
    }

    @Test
    void aPageOfAnotherSiteCanNotOpenASocket() throws Exception {
        HttpApi api = HttpApi.load().socket("/live", "kachehri.v1", connection -> {
            throw new AssertionError("must not be reached");
        });
        try (HttpServer server = HttpServer.start(HttpSettings.plain("127.0.0.1", 0), api)) {
            assertEquals("HTTP/1.1 403 Forbidden", handshake(server.port(), "https://evil.example", "kachehri.v1"));
            assertEquals("HTTP/1.1 403 Forbidden", handshake(server.port(), "null", "kachehri.v1"));
            assertEquals(
                    "HTTP/1.1 400 Bad Request",
                    handshake(server.port(), "http://127.0.0.1:" + server.port(), "kachehri.v9"));
        }
    }

    /** By hand, because Java's own client doesn't let a program choose its Origin. */
    private static String handshake(int port, String origin, String subprotocol) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            String request =
                    """
                    GET /live HTTP/1.1
                    Host: 127.0.0.1:%d
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Protocol: %s
                    Origin: %s

                    """
                            .formatted(port, subprotocol, origin)
                            .replace("\n", "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(40);
            String answer = new String(start, StandardCharsets.US_ASCII);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }

    private KeyStore ownCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("own.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(SECRET))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, SECRET);
        }
        return store;
    }

    private TlsFiles written(KeyStore store) throws IOException, GeneralSecurityException {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Files.writeString(
                certificate, pem("certificate", store.getCertificate("own").getEncoded()));
        Files.writeString(key, pem("private key", store.getKey("own", SECRET).getEncoded()));
        return new TlsFiles(certificate, key);
    }

    private static String pem(String kind, byte[] bytes) {
        String name = kind.toUpperCase(Locale.ROOT);
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
    }

    private static SSLContext trusting(KeyStore store) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", store.getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
