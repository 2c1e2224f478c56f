package org.kachehri.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.kachehri.platform.http.TlsFiles;

/** A TLS certificate of our own making, for a public address for which nobody has given one yet. Browsers warn once; files end that. */
final class OwnCertificate {
    private static final Duration VALID = Duration.ofDays(397); // the longest that browsers accept

    private OwnCertificate() {}

    /** The pair kept in a directory; made anew when it is missing. */
    static TlsFiles in(Path directory, String address, Instant now, SecureRandom random) {
        Path certificate = directory.resolve(address.replace(':', '_') + ".pem");
        Path key = directory.resolve(address.replace(':', '_') + ".key");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            try {
                make(certificate, key, address, now, random);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            } catch (GeneralSecurityException | OperatorCreationException missing) {
                throw new IllegalStateException("this Java has no P-256", missing);
            }
        }
        return new TlsFiles(certificate, key);
    }

    private static void make(Path certificate, Path key, String address, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Kachehri " + address.replaceAll("[^A-Za-z0-9.:-]", ""));
        boolean literal = address.matches("[0-9.]+|.*:.*");
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, random),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                                new GeneralName(literal ? GeneralName.iPAddress : GeneralName.dNSName, address)));
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        Files.createDirectories(certificate.getParent());
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(certificate, pem("CERTIFICATE", encoded));
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + type + "-----\n";
    }
}
