package org.kachehri.identity.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token is good only when everything about it is. */
class IdTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final OpenIdSettings SETTINGS = new OpenIdSettings(
            URI.create("https://id.example"), "kachehri", Optional.empty(), "preferred_username", "Province");

    private ECKey key;

    @BeforeEach
    void makeKey() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    }

    @Test
    void oneThatFitsTellsWhoItIs() throws Exception {
        Optional<IdToken> good = checked(signed(claims().build()));
        assertEquals(Optional.of(new IdToken("s-1", Optional.of("mai"), List.of("pwd", "mfa"))), good);
    }

    @Test
    void ofAnotherIssuerAudienceNonceOrPartyItIsRefused() throws Exception {
        refused(claims().issuer("https://id.example/").build());
        refused(claims().audience("other").build());
        refused(claims().audience(List.of("kachehri", "other")).build());
        refused(claims().claim("azp", "other").build());
        refused(claims().claim("nonce", "other").build());
        refused(claims().claim("nonce", null).build());
        refused(claims().claim("nonce", Map.of("a", "b")).build());
        refused(claims().subject(null).build());
        Optional<IdToken> forTwo = checked(signed(claims().audience(List.of("kachehri", "other"))
                .claim("azp", "kachehri")
                .build()));
        assertEquals("s-1", forTwo.orElseThrow().subject());
    }

    @Test
    void aClockAMinuteOffIsForgivenAndAnHourIsNot() throws Exception {
        assertEquals(
                "s-1",
                checked(signed(claims().expirationTime(in(-59)).build()))
                        .orElseThrow()
                        .subject());
        refused(claims().expirationTime(in(-60)).build());
        refused(claims().expirationTime(null).build());
        refused(claims().issueTime(in(3600)).build());
    }

    @Test
    void signedByNobodyByAForeignKeyOrByOurOwnSecretItIsRefused() throws Exception {
        assertEquals(Optional.empty(), checked(new PlainJWT(claims().build()).serialize()));
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        assertEquals(Optional.empty(), checked(signed(claims().build(), foreign)));
        ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        assertEquals(Optional.empty(), checked(signed(claims().build(), unknown)));
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        mac.sign(new MACSigner(key.toECPublicKey().getEncoded()));
        assertEquals(Optional.empty(), checked(mac.serialize()));
        String whole = signed(claims().build());
        for (String damaged : List.of("", "x", whole.substring(1), whole.replace('.', ' '), whole + "A")) {
            assertEquals(Optional.empty(), checked(damaged), damaged);
        }
    }

    private static Date in(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example")
                .subject("s-1")
                .audience("kachehri")
                .claim("nonce", "n")
                .claim("preferred_username", "mai")
                .claim("amr", List.of("pwd", "mfa"))
                .issueTime(in(0))
                .expirationTime(Date.from(NOW.plus(Duration.ofHours(1))));
    }

    private void refused(JWTClaimsSet claims) throws JOSEException {
        assertEquals(Optional.empty(), checked(signed(claims)), claims.toString());
    }

    private Optional<IdToken> checked(String token) {
        return IdToken.checked(token, new JWKSet(key.toPublicJWK()), SETTINGS, "n", NOW);
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, ECKey with) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims);
        token.sign(new ECDSASigner(with));
        return token.serialize();
    }
}
