package org.kachehri.media.transport;

import java.util.Arrays;

/**
 * The master keys of one transport: with the local ones we seal, with the remote ones we open. Arrays are neither copied nor printed.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content below
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    public SrtpKeys {
        require(localKey.length == profile.keyLength() && remoteKey.length == profile.keyLength(), "key");
        require(localSalt.length == profile.saltLength() && remoteSalt.length == profile.saltLength(), "salt");
    }

    /** Cuts the material that DTLS exports under "EXTRACTOR-dtls_srtp": client key, server key, client salt, server salt (RFC 5764 section 4.2). */
    public static SrtpKeys ofKeyingMaterial(SrtpProfile profile, DtlsRole localRole, byte[] material) {
        require(material.length == profile.keyingMaterialLength(), "keying material");
        int key = profile.keyLength();
        int salt = profile.saltLength();
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
        return switch (localRole) {
            case CLIENT -> new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
            case SERVER -> new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
        };
    }

    /** Keys of the null profile, for the simulation. */
    public static SrtpKeys none() {
        return new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);
    }

    /** The same keys as the other end holds them. */
    public SrtpKeys mirrored() {
        return new SrtpKeys(
                profile,
                /* localKey= */ remoteKey,
                /* localSalt= */ remoteSalt,
                /* remoteKey= */ localKey,
                /* remoteSalt= */ localSalt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys that
                && profile == that.profile
                && Arrays.equals(localKey, that.localKey)
                && Arrays.equals(localSalt, that.localSalt)
                && Arrays.equals(remoteKey, that.remoteKey)
                && Arrays.equals(remoteSalt, that.remoteSalt);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(localKey) + Arrays.hashCode(remoteKey);
    }

    /** Never the keys: records appear in logs. */
    @Override
    public String toString() {
        return "SrtpKeys[profile=" + profile + "]";
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException("length of " + what);
        }
    }
}
