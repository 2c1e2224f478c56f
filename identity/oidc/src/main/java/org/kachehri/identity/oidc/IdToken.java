package org.kachehri.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An ID token that was found good (OpenID Connect Core 1.0, 3.1.3.7). */
record IdToken(String subject, Optional<String> claim, List<String> methods) {
    /** Signatures only the provider can make: neither "none" nor our own secret's. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Two machines with their clocks set. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** Id of the key that signed; empty when it is no signed token at all or names none. */
    static Optional<String> keyId(String token) {
        try {
            return Optional.ofNullable(SignedJWT.parse(token).getHeader().getKeyID());
        } catch (ParseException damaged) {
            return Optional.empty();
        }
    }

    /** @return empty when anything about it is wrong: it isn't for a person to know what */
    static Optional<IdToken> checked(String token, JWKSet keys, OpenIdSettings settings, String nonce, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm()) || !signed(jwt, keys)) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            List<String> audience = claims.getAudience();
            Date expires = claims.getExpirationTime();
            Date issued = claims.getIssueTime();
            String party = claims.getStringClaim("azp");
            boolean good = settings.issuer().toString().equals(claims.getIssuer())
                    && audience.contains(settings.client())
                    && (party == null ? audience.size() == 1 : party.equals(settings.client()))
                    && nonce.equals(claims.getStringClaim("nonce"))
                    && expires != null
                    && now.isBefore(expires.toInstant().plus(SKEW))
                    && issued != null
                    && !issued.toInstant().isAfter(now.plus(SKEW))
                    && claims.getSubject() != null;
            if (!good) {
                return Optional.empty();
            }
            List<String> methods = claims.getStringListClaim("amr");
            return Optional.of(new IdToken(
                    claims.getSubject(),
                    Optional.ofNullable(claims.getStringClaim(settings.claim())),
                    methods == null ? List.of() : methods));
        } catch (ParseException | JOSEException wrong) {
            return Optional.empty();
        }
    }

    private static boolean signed(SignedJWT jwt, JWKSet keys) throws JOSEException {
        String id = jwt.getHeader().getKeyID();
        for (JWK key : keys.getKeys()) {
            boolean named = id == null ? keys.size() == 1 : id.equals(key.getKeyID());
            if (named && key instanceof AsymmetricJWK asymmetric) {
                JWSVerifier verifier =
                        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), asymmetric.toPublicKey());
                return jwt.verify(verifier);
            }
        }
        return false;
    }
}
