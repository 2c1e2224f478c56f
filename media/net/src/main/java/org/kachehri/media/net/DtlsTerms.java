package org.kachehri.media.net;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpProfile;

/**
 * What both ends of a handshake must agree on: DTLS 1.2, an SRTP profile, and the certificate that the signalling
 * promised. Owned by the handshake's thread.
 */
final class DtlsTerms {

    static final int HANDSHAKE_LIMIT_MILLIS = 30_000;

    /** use_srtp in our order of preference; GCM is cheaper on every machine measured. */
    private static final int[] PROFILES = {
        SrtpProfile.AEAD_AES_128_GCM.dtlsId(), SrtpProfile.AES_CM_128_HMAC_SHA1_80.dtlsId()
    };

    private static final byte[] NO_MKI = {};

    private final DtlsIdentity identity;
    private final DtlsRole role;
    private final String promisedFingerprint;
    private SrtpProfile profile;
    private boolean certificateSeen;
    private SrtpKeys keys;

    DtlsTerms(DtlsIdentity identity, DtlsRole role, String promisedFingerprint) {
        this.identity = identity;
        this.role = role;
        this.promisedFingerprint = promisedFingerprint;
    }

    DtlsIdentity identity() {
        return identity;
    }

    static ProtocolVersion[] versions() {
        return ProtocolVersion.DTLSv12.only();
    }

    /** ECDSA and AEAD only; every WebRTC peer has the first (RFC 8827, section 6.5). */
    static int[] cipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        };
    }

    static UseSRTPData offer() {
        return new UseSRTPData(PROFILES.clone(), NO_MKI);
    }

    /** As server: the first of ours that the client offers. */
    UseSRTPData answer(UseSRTPData offered) throws TlsFatalAlert {
        for (int ours : PROFILES) {
            if (offered != null && contains(offered.getProtectionProfiles(), ours)) {
                profile = SrtpProfile.ofDtlsId(ours).orElseThrow();
                return new UseSRTPData(new int[] {ours}, NO_MKI);
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }

    /** As client: what the server chose. */
    void accept(UseSRTPData chosen) throws TlsFatalAlert {
        int[] profiles = chosen == null ? new int[0] : chosen.getProtectionProfiles();
        Optional<SrtpProfile> one = profiles.length == 1 ? SrtpProfile.ofDtlsId(profiles[0]) : Optional.empty();
        profile =
                one.orElseThrow(() -> new TlsFatalAlert(AlertDescription.illegal_parameter, "no SRTP profile chosen"));
    }

    void verify(Certificate chain) throws IOException {
        if (chain == null
                || chain.isEmpty()
                || !Fingerprint.matches(
                        promisedFingerprint, chain.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the certificate that was promised");
        }
        certificateSeen = true;
    }

    /** Exports the keys (RFC 5764, section 4.2). Only allowed at the end of the handshake. */
    void complete(TlsContext context) throws TlsFatalAlert {
        if (!certificateSeen) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "no certificate was shown");
        }
        keys = SrtpKeys.ofKeyingMaterial(
                profile,
                role,
                context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialLength()));
    }

    /** Null until the handshake is complete. */
    SrtpKeys keys() {
        return keys;
    }

    private static boolean contains(int[] values, int value) {
        for (int each : values) {
            if (each == value) {
                return true;
            }
        }
        return false;
    }
}
