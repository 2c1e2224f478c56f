package org.kachehri.recording.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key that seals (Ed25519, RFC 8032) and its certificate, issued by a certificate authority of our own making in the same directory.
 * An archive that has a public key infrastructure replaces the files. Immutable; any thread.
 */
public final class SigningIdentity {
    /** The authority's certificate: what {@code kachehri verify --trust} wants. */
    public static final String AUTHORITY_CERTIFICATE = "authority.pem";

    private static final String AUTHORITY_KEY = "authority-key.pem";
    private static final String SIGNER_CERTIFICATE = "signer.pem";
    private static final String SIGNER_KEY = "signer-key.pem";

    /** Longer than the longest retention that isn't permanent for a reception's file (20 years, Circular on inspection files). */
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(30 * 365);

    /** A signing key is replaced every three years, so that a stolen one is worth little. */
    private static final Duration SIGNER_LIFE = Duration.ofDays(3 * 365);

    /** A new signer is made this long before the old one ends, so that no seal falls beyond it. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;

    private SigningIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
    }

    /**
     * Opens the identity, or makes it on first use, or renews a signer whose certificate is about to end.
     *
     * @throws IOException when the directory can't be used or holds something else
     */
    public static SigningIdentity open(SigningSettings settings, Clock clock) throws IOException {
        Path directory = Files.createDirectories(settings.directory());
        Instant now = clock.instant();
        try {
            Path authorityFile = directory.resolve(AUTHORITY_CERTIFICATE);
            if (!Files.exists(authorityFile)) {
                makeAuthority(directory, settings.organization(), now);
            }
            X509Certificate authority = read(authorityFile);
            Path signerFile = directory.resolve(SIGNER_CERTIFICATE);
            if (!Files.exists(signerFile) || ends(read(signerFile)).isBefore(now.plus(RENEWAL))) {
                makeSigner(directory, settings.organization(), authority, now);
            }
            return new SigningIdentity(Pem.readKey(directory.resolve(SIGNER_KEY)), read(signerFile), authority);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("The signing keys in " + directory + " can't be used: " + e.getMessage(), e);
        }
    }

    private static Instant ends(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = Pem.certificates(file);
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return certificates.getFirst();
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static X500Name name(String organization, String role) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organization)
                .addRDN(BCStyle.CN, organization + " " + role)
                .build();
    }

    private static void makeAuthority(Path directory, String organization, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair keys = keyPair();
        X500Name name = name(organization, "recording authority");
        X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), now, AUTHORITY_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        Files.deleteIfExists(directory.resolve(AUTHORITY_KEY));
        Pem.writeKey(directory.resolve(AUTHORITY_KEY), keys.getPrivate());
        write(directory.resolve(AUTHORITY_CERTIFICATE), signed(builder, keys.getPrivate()));
    }

    private static void makeSigner(Path directory, String organization, X509Certificate authority, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair keys = keyPair();
        X500Name issuer =
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
        X500Name name = name(organization, "recording seal");
        X509v3CertificateBuilder builder = builder(issuer, name, keys.getPublic(), now, SIGNER_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        X509Certificate certificate = signed(builder, Pem.readKey(directory.resolve(AUTHORITY_KEY)));
        Files.deleteIfExists(directory.resolve(SIGNER_KEY));
        Pem.writeKey(directory.resolve(SIGNER_KEY), keys.getPrivate());
        write(directory.resolve(SIGNER_CERTIFICATE), certificate);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life) {
        // 159 random bits: positive and at most 20 octets (RFC 5280 section 4.1.2.2).
        BigInteger serial = new BigInteger(159, new SecureRandom());
        // A few minutes back, so that a machine whose clock is a little behind accepts it at once.
        Date from = Date.from(now.minus(Duration.ofMinutes(5)));
        return new JcaX509v3CertificateBuilder(issuer, serial, from, Date.from(now.plus(life)), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(key)));
    }

    private static void write(Path file, X509Certificate certificate) throws IOException {
        Files.writeString(file, Pem.certificate(certificate), StandardCharsets.US_ASCII);
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key was accepted when it was opened", e);
        }
    }

    /** The signer's certificate followed by the authority's, as text. */
    String chain() {
        return Pem.certificate(certificate) + Pem.certificate(authority);
    }

    /** SHA-256 of the signer's certificate, lower-case hexadecimal. */
    public String fingerprint() {
        return fingerprint(certificate);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return Digests.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }
}
