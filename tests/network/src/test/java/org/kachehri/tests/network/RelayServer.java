package org.kachehri.tests.network;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** coturn in a host of its own: TURN over UDP on port 3478 and over TLS on 443, for whoever holds time-limited credentials. */
final class RelayServer {
    /** Ten a second. */
    private static final int START_TRIES = 300;

    private static final String SECRET = "known to the server and the relay alone";

    private final Host host;

    private RelayServer(Host host) {
        this.host = host;
    }

    static Optional<String> obstacle() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "turnserver")))
                ? Optional.empty()
                : Optional.of("coturn isn't installed (package coturn)");
    }

    /** Ends with the network. */
    static RelayServer start(Host host, Path folder) throws IOException {
        Path certificate = folder.resolve("relay.pem");
        Path key = folder.resolve("relay-key.pem");
        writeCertificate(host.address(), certificate, key);
        Path log = folder.resolve("relay.log");
        Process process = host.run(new ProcessBuilder(
                        "turnserver",
                        "-n", // no file of the machine's
                        "--listening-ip=" + host.address(),
                        "--relay-ip=" + host.address(),
                        "--listening-port=3478",
                        "--tls-listening-port=443",
                        "--cert=" + certificate,
                        "--pkey=" + key,
                        "--use-auth-secret",
                        "--static-auth-secret=" + SECRET,
                        "--realm=kachehri",
                        "--userdb=" + folder.resolve("turn.db"),
                        "--pidfile=" + folder.resolve("turn.pid"),
                        "--no-cli",
                        "--log-file=stdout")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        for (int i = 0; i < START_TRIES && !listens(host); i++) {
            if (ended(process)) {
                throw new IOException("coturn ended:\n" + Files.readString(log));
            }
        }
        return new RelayServer(host);
    }

    /** TLS is the last that it opens. */
    private static boolean listens(Host host) throws IOException {
        return host.call(() -> {
            try (Socket socket = new Socket(InetAddress.ofLiteral(host.address()), 443)) {
                return socket.isConnected();
            } catch (ConnectException notYet) {
                return false;
            }
        });
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    String overUdp() {
        return iceServer("turn:" + host.address() + ":3478?transport=udp");
    }

    String overTls() {
        return iceServer("turns:" + host.address() + ":443?transport=tcp");
    }

    /** An RTCIceServer with credentials for ten minutes: the name says until when, the password that the server said so. */
    private static String iceServer(String url) {
        String username = Instant.now().plus(Duration.ofMinutes(10)).getEpochSecond() + ":point";
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            String password =
                    Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
            return "{\"urls\":[\"%s\"],\"username\":\"%s\",\"credential\":\"%s\"}".formatted(url, username, password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeCertificate(String address, Path certificate, Path key) throws IOException {
        try {
            // Not an elliptic curve: Debian's coturn 4.6.1 and Chromium then find no cipher in common.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=relay");
            Instant now = Instant.now();
            X509CertificateHolder made = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            name,
                            pair.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, address)))
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
            writePem(certificate, made);
            writePem(key, pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writePem(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        Files.writeString(file, text.toString());
    }
}
