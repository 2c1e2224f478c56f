package org.kachehri.identity.people;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Passkeys of officials: discoverable credentials that their owner unlocks on the device (Web Authentication Level 2, user verification
 * required). The only SQL over them. Challenges are signed by us and kept nowhere until they are answered, so that who only asks fills no table.
 */
public final class Passkeys {
    /** Time to find the telephone and its fingerprint. */
    public static final Duration CHALLENGE_LASTS = Duration.ofMinutes(5);

    /** A telephone, a computer and a key at two desks, and some forgotten ones. */
    private static final int MOST = 20;

    private static final int NONCE_BYTES = 16;
    private static final int BODY_BYTES = NONCE_BYTES + Long.BYTES;

    /** What browsers and telephones make: ES256, EdDSA, RS256 (RFC 9053, RFC 8812). */
    public static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    private final SealingKey key;
    private final Origin origin;
    private final String host;
    private final Clock clock;
    private final SecureRandom random;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(converter);

    private Passkeys(SealingKey key, URI portal, Clock clock, SecureRandom random) {
        this.key = key;
        this.origin = Origin.create(portal.toString());
        this.host = portal.getHost();
        this.clock = clock;
        this.random = random;
    }

    /** @param portal where people reach the portal; empty when that is by number: passkeys belong to a name */
    public static Optional<Passkeys> at(URI portal, SealingKey key, Clock clock, SecureRandom random) {
        // As browsers write an origin: a scheme's own port isn't in it (RFC 6454, 6.2).
        boolean usual = portal.getPort() == (portal.getScheme().equals("https") ? 443 : 80);
        URI origin = usual ? URI.create(portal.getScheme() + "://" + portal.getHost()) : portal;
        boolean named = portal.getHost() != null && !portal.getHost().matches("[0-9.]+|\\[.*");
        return named ? Optional.of(new Passkeys(key, origin, clock, random)) : Optional.empty();
    }

    /** One of an official's passkeys, as its owner may see it. */
    public record Own(byte[] credentialId, String name, Instant addedAt, Instant usedAt) {}

    /** What a browser sends that has made a passkey. */
    public record Made(byte[] clientData, byte[] attestation) {}

    /** What a browser sends that has signed with one. */
    public record Signed(
            byte[] credentialId, byte[] userHandle, byte[] clientData, byte[] authenticatorData, byte[] signature) {}

    /** The name that the passkeys belong to (the relying party's id). */
    public String host() {
        return host;
    }

    public byte[] challengeForSignIn() {
        return challenge("anybody");
    }

    public byte[] challengeForAdding(String officialId) {
        return challenge(officialId);
    }

    /** @return false when it isn't what we asked for, is known already, or there are too many */
    public boolean add(Handle tx, String officialId, String name, Made made) {
        try {
            RegistrationData data = manager.parse(new RegistrationRequest(made.attestation(), made.clientData()));
            if (data.getCollectedClientData() == null || data.getAttestationObject() == null) {
                return false;
            }
            byte[] challenge = data.getCollectedClientData().getChallenge().getValue();
            List<PublicKeyCredentialParameters> wanted = ALGORITHMS.stream()
                    .map(number -> new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(number)))
                    .toList();
            manager.verify(data, new RegistrationParameters(asked(challenge), wanted, true, true));
            AttestedCredentialData credential =
                    data.getAttestationObject().getAuthenticatorData().getAttestedCredentialData();
            if (credential == null
                    || !isOurs(challenge, officialId)
                    || own(tx, officialId).size() >= MOST) {
                return false;
            }
            return answered(tx, challenge)
                    && tx.createUpdate(
                                            """
                                            INSERT INTO people.passkey (credential_id, official_id, name, credential, counter, added_at)
                                            VALUES (:id, :official, :name, :credential, :counter, :now) ON CONFLICT DO NOTHING""")
                                    .bind("id", credential.getCredentialId())
                                    .bind("official", officialId)
                                    .bind("name", name)
                                    .bind("credential", credentials.convert(credential))
                                    .bind(
                                            "counter",
                                            data.getAttestationObject()
                                                    .getAuthenticatorData()
                                                    .getSignCount())
                                    .bind("now", Timestamp.from(clock.instant()))
                                    .execute()
                            == 1;
        } catch (DataConversionException | VerificationException refused) {
            return false;
        }
    }

    /** @return whose passkey has signed our challenge; empty when anything about it is wrong */
    public Optional<String> accepts(Handle tx, Signed signed) {
        record Kept(String officialId, byte[] credential, long counter) {}
        Optional<Kept> kept = tx.createQuery("SELECT * FROM people.passkey WHERE credential_id = :id FOR UPDATE")
                .bind("id", signed.credentialId())
                .map((row, context) ->
                        new Kept(row.getString("official_id"), row.getBytes("credential"), row.getLong("counter")))
                .findOne();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        String officialId = kept.get().officialId();
        try {
            AuthenticationData data = manager.parse(new AuthenticationRequest(
                    signed.credentialId(),
                    signed.userHandle(),
                    signed.authenticatorData(),
                    signed.clientData(),
                    signed.signature()));
            if (data.getCollectedClientData() == null || data.getAuthenticatorData() == null) {
                return Optional.empty();
            }
            byte[] challenge = data.getCollectedClientData().getChallenge().getValue();
            CredentialRecord record = new CredentialRecordImpl(
                    new NoneAttestationStatement(),
                    null,
                    null,
                    null,
                    kept.get().counter(),
                    credentials.convert(kept.get().credential()),
                    null,
                    null,
                    null,
                    Set.of());
            manager.verify(data, new AuthenticationParameters(asked(challenge), record, null, true, true));
            boolean owned = signed.userHandle() == null
                    || Arrays.equals(signed.userHandle(), officialId.getBytes(StandardCharsets.UTF_8));
            if (!owned || !isOurs(challenge, "anybody") || !answered(tx, challenge)) {
                return Optional.empty();
            }
            tx.createUpdate("UPDATE people.passkey SET counter = :counter, used_at = :now WHERE credential_id = :id")
                    .bind("counter", data.getAuthenticatorData().getSignCount())
                    .bind("now", Timestamp.from(clock.instant()))
                    .bind("id", signed.credentialId())
                    .execute();
            return Optional.of(officialId);
        } catch (DataConversionException | VerificationException refused) {
            return Optional.empty();
        }
    }

    /** The newest first. */
    public List<Own> own(Handle tx, String officialId) {
        return tx.createQuery("SELECT * FROM people.passkey WHERE official_id = :official ORDER BY added_at DESC")
                .bind("official", officialId)
                .map((row, context) -> {
                    Timestamp used = row.getTimestamp("used_at");
                    return new Own(
                            row.getBytes("credential_id"),
                            row.getString("name"),
                            row.getTimestamp("added_at").toInstant(),
                            used == null ? null : used.toInstant());
                })
                .list();
    }

    /** @return false when the official has no such passkey */
    public boolean remove(Handle tx, String officialId, byte[] credentialId) {
        return tx.createUpdate("DELETE FROM people.passkey WHERE official_id = :official AND credential_id = :id")
                        .bind("official", officialId)
                        .bind("id", credentialId)
                        .execute()
                == 1;
    }

    private ServerProperty asked(byte[] challenge) {
        return new ServerProperty(origin, host, new DefaultChallenge(challenge));
    }

    /** Sixteen random bytes, the time, and our mark over both and what it is for. */
    private byte[] challenge(String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(nonce)
                .putLong(clock.instant().getEpochSecond())
                .array();
        byte[] mark = mark(body, purpose);
        return ByteBuffer.allocate(body.length + mark.length)
                .put(body)
                .put(mark)
                .array();
    }

    private boolean isOurs(byte[] challenge, String purpose) {
        if (challenge.length <= BODY_BYTES) {
            return false;
        }
        byte[] body = Arrays.copyOf(challenge, BODY_BYTES);
        byte[] mark = Arrays.copyOfRange(challenge, BODY_BYTES, challenge.length);
        Instant made = Instant.ofEpochSecond(ByteBuffer.wrap(body).getLong(NONCE_BYTES));
        return MessageDigest.isEqual(mark(body, purpose), mark)
                && !made.plus(CHALLENGE_LASTS).isBefore(clock.instant());
    }

    private byte[] mark(byte[] body, String purpose) {
        byte[] text = ("passkey challenge for " + purpose).getBytes(StandardCharsets.UTF_8);
        return key.mark(ByteBuffer.allocate(body.length + text.length)
                .put(body)
                .put(text)
                .array());
    }

    /** @return false when it was answered before */
    private boolean answered(Handle tx, byte[] challenge) {
        Instant now = clock.instant();
        tx.createUpdate("DELETE FROM people.answered_challenge WHERE until < :now")
                .bind("now", Timestamp.from(now))
                .execute();
        return tx.createUpdate(
                                """
                                INSERT INTO people.answered_challenge (challenge, until) VALUES (:challenge, :until)
                                ON CONFLICT DO NOTHING""")
                        .bind("challenge", challenge)
                        .bind("until", Timestamp.from(now.plus(CHALLENGE_LASTS)))
                        .execute()
                == 1;
    }
}
