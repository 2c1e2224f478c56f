package org.kachehri.identity.pass;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The Ed25519 key (RFC 8032) that signs passes and the trust list. Immutable. */
public final class PassKey {
    static final int SIGNATURE_BYTES = 64;
    private static final int PUBLIC_BYTES = 32;
    private static final String ALGORITHM = "Ed25519";
    /** RFC 8410: what stands before the 32 bytes of a public key. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey secret;
    private final byte[] open;

    private PassKey(PrivateKey secret, byte[] open) {
        this.secret = secret;
        this.open = open;
    }

    /** A key that nothing keeps: passes of it end with the process. */
    public static PassKey fresh(SecureRandom random) {
        KeyPair pair = pair(random);
        return new PassKey(pair.getPrivate(), raw(pair));
    }

    /** The key in the file (mode 0600): the secret one and the public one as hex, a line each; made on first use. */
    public static PassKey keptIn(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            KeyPair pair = pair(random);
            String text = HexFormat.of().formatHex(pair.getPrivate().getEncoded()) + "\n"
                    + HexFormat.of().formatHex(raw(pair)) + "\n";
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
        }
        List<String> lines = Files.readAllLines(file);
        try {
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(lines.getFirst())));
            return new PassKey(secret, HexFormat.of().parseHex(lines.getLast()));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException("The key of the passes is damaged: " + file, broken);
        }
    }

    long id() {
        return idOf(open);
    }

    byte[] open() {
        return open.clone();
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    static boolean signed(byte[] open, byte[] bytes, byte[] mark) {
        if (open.length != PUBLIC_BYTES || mark.length != SIGNATURE_BYTES) return false;
        try {
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + PUBLIC_BYTES);
            System.arraycopy(open, 0, encoded, X509_PREFIX.length, PUBLIC_BYTES);
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(bytes);
            return signature.verify(mark);
        } catch (GeneralSecurityException hostile) {
            return false;
        }
    }

    /** The first eight bytes of the SHA-256 of the public key. */
    static long idOf(byte[] open) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(open))
                    .getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(255, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    private static byte[] raw(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
    }
}
