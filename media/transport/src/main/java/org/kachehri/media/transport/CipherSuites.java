package org.kachehri.media.transport;

import java.util.Optional;

/**
 * The implementations of SRTP's ciphers. libcrypto, called directly, costs no heap bytes a packet; the JDK's is the portable fallback
 * (about 1 kB of garbage a packet) and the null one leaves everything readable, for simulations that don't need real protection.
 */
public final class CipherSuites {
    private enum Kind {
        LIBCRYPTO,
        JDK,
        NONE
    }

    private final Kind kind;

    private CipherSuites(Kind kind) {
        this.kind = kind;
    }

    /** libcrypto where it can be loaded, else the JDK. */
    public static CipherSuites best() {
        return libcrypto().orElseGet(CipherSuites::jdk);
    }

    /** OpenSSL 3's libcrypto; empty where it isn't installed. */
    public static Optional<CipherSuites> libcrypto() {
        return Libcrypto.available() ? Optional.of(new CipherSuites(Kind.LIBCRYPTO)) : Optional.empty();
    }

    public static CipherSuites jdk() {
        return new CipherSuites(Kind.JDK);
    }

    /** No protection whatever the profile: packets keep their length and are copied. */
    public static CipherSuites none() {
        return new CipherSuites(Kind.NONE);
    }

    /** For logs and health: {@code libcrypto}, {@code jdk} or {@code none}. */
    public String name() {
        return switch (kind) {
            case LIBCRYPTO -> "libcrypto";
            case JDK -> "jdk";
            case NONE -> "none";
        };
    }

    /** The profile as this implementation applies it: the null one protects nothing. */
    SrtpProfile effective(SrtpProfile profile) {
        return kind == Kind.NONE ? SrtpProfile.NULL : profile;
    }

    SrtpCipher cipher(SrtpProfile profile, SessionKeys keys, boolean rtcp, boolean sealing) {
        return switch (effective(profile)) {
            case AEAD_AES_128_GCM ->
                kind == Kind.LIBCRYPTO ? new LibcryptoGcm(keys, rtcp, sealing) : new JdkGcm(keys, rtcp);
            case AES_CM_128_HMAC_SHA1_80 ->
                kind == Kind.LIBCRYPTO ? new LibcryptoCounterMode(keys, rtcp) : new JdkCounterMode(keys, rtcp);
            case NULL -> new NullCipher();
        };
    }
}
