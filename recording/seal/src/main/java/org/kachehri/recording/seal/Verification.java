package org.kachehri.recording.seal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer of {@link Verify}.
 *
 * @param firstDamaged the first file that isn't as it was sealed, relative to the package
 * @param reason one sentence in plain words
 * @param segments capture segments that the seal lists; 0 when it can't be read
 * @param intactSegments how many of them are intact
 * @param signer name in the signer's certificate
 * @param fingerprint SHA-256 of the signer's certificate, lower-case hexadecimal
 * @param sealedAt when, as the signer claims
 * @param time what time stamps (RFC 3161) say of it; empty without one
 */
public record Verification(
        Verdict verdict,
        Optional<String> firstDamaged,
        String reason,
        int segments,
        int intactSegments,
        Optional<String> signer,
        Optional<String> fingerprint,
        Optional<Instant> sealedAt,
        Optional<Time> time) {
    /**
     * That it was sealed before a time.
     *
     * @param before the first time stamp's
     * @param authority name in the certificate of the authority that says so
     * @param trusted whether that authority is known here; if not, the time isn't proven
     * @param renewBefore when the first certificate ends of the last time stamps of the seal and of each addendum
     */
    public record Time(Instant before, String authority, boolean trusted, Instant renewBefore) {}

    public Verification {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(firstDamaged, "firstDamaged");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(signer, "signer");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(sealedAt, "sealedAt");
        Objects.requireNonNull(time, "time");
    }

    static Verification notAPackage(String reason) {
        return new Verification(
                Verdict.NOT_A_PACKAGE,
                Optional.empty(),
                reason,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
