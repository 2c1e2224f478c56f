package org.kachehri.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kachehri.platform.http.Json;

/**
 * Signs people in at an OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636), the provider found by its
 * issuer, its keys by their address. Safe for any thread; each call blocks for some ten seconds at most. A provider that is away keeps
 * nobody else from starting or signing in.
 */
public final class OpenIdProvider implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Where things are, and which keys: read again after an hour, as keys are turned over in days. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    /** A token with a key we don't know may be signed by a new one, or by nobody's: so often we look. */
    private static final Duration KEYS_AGAIN = Duration.ofMinutes(1);

    /** A set of keys with certificates has some 20 kB. */
    private static final int LONGEST_ANSWER = 1_000_000;

    private final OpenIdSettings settings;
    private final URI back;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private volatile Known known;

    /** @param back the page of the portal to which the provider sends the browser */
    public OpenIdProvider(OpenIdSettings settings, URI back, Clock clock) {
        this.settings = settings;
        this.back = back;
        this.clock = clock;
    }

    private record Known(URI authorization, URI token, JWKSet keys, Instant at) {}

    public String label() {
        return settings.label();
    }

    public String issuer() {
        return settings.issuer().toString();
    }

    /** What came back with the browser. */
    public sealed interface Outcome {
        /**
         * @param login by the claim that the settings name; empty when the provider doesn't say it
         * @param twoFactors whether the provider says so (RFC 8176, "mfa")
         */
        record Person(String subject, Optional<String> login, boolean twoFactors) implements Outcome {}

        /** Not of this browser, used already, too late, or not of this provider. */
        record Refused() implements Outcome {}

        record Unreachable() implements Outcome {}
    }

    /**
     * Where the browser goes to sign in; empty when the provider can't be reached.
     *
     * @param secret in this browser's cookie and nowhere else
     */
    public Optional<URI> address(String secret) throws InterruptedException {
        Trip trip = Trip.of(secret);
        try {
            URI authorization = known().authorization();
            Map<String, String> query = new LinkedHashMap<>();
            query.put("response_type", "code");
            query.put("client_id", settings.client());
            query.put("redirect_uri", back.toString());
            query.put("scope", "openid profile");
            query.put("state", trip.state());
            query.put("nonce", trip.nonce());
            query.put("code_challenge", trip.challenge());
            query.put("code_challenge_method", "S256");
            return Optional.of(
                    URI.create(authorization + (authorization.getQuery() == null ? "?" : "&") + form(query)));
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    /**
     * @param secret of the cookie of the browser that came back
     * @param issuer the {@code iss} beside the code, if any: who says that they sent it (RFC 9207)
     */
    public Outcome redeem(String secret, String state, String code, Optional<String> issuer)
            throws InterruptedException {
        Trip trip = Trip.of(secret);
        if (!trip.isState(state) || issuer.filter(one -> !one.equals(issuer())).isPresent()) {
            return new Outcome.Refused();
        }
        try {
            Known where = known();
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "authorization_code");
            form.put("code", code);
            form.put("redirect_uri", back.toString());
            form.put("code_verifier", trip.verifier());
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(where.token()).header("Content-Type", "application/x-www-form-urlencoded");
            if (settings.secret().isPresent()) {
                request.header(
                        "Authorization", "Basic " + basic(settings.secret().get()));
            } else {
                form.put("client_id", settings.client());
            }
            HttpResponse<byte[]> answer = send(request.POST(BodyPublishers.ofString(form(form))));
            if (answer.statusCode() / 100 == 5) {
                return new Outcome.Unreachable();
            }
            if (answer.statusCode() != 200) {
                return new Outcome.Refused();
            }
            String token =
                    Json.mapper().readTree(answer.body()).path("id_token").asText("");
            Optional<String> key = IdToken.keyId(token);
            boolean unknown = key.isPresent() && where.keys().getKeyByKeyId(key.get()) == null;
            if (unknown && where.at().plus(KEYS_AGAIN).isBefore(clock.instant())) {
                where = read();
            }
            return IdToken.checked(token, where.keys(), settings, trip.nonce(), clock.instant())
                    .<Outcome>map(good -> new Outcome.Person(
                            good.subject(), good.claim(), good.methods().contains("mfa")))
                    .orElseGet(Outcome.Refused::new);
        } catch (IOException away) {
            return new Outcome.Unreachable();
        }
    }

    private Known known() throws IOException, InterruptedException {
        Known before = known;
        return before == null || before.at().plus(KNOWN_FOR).isBefore(clock.instant()) ? read() : before;
    }

    private Known read() throws IOException, InterruptedException {
        String base = issuer().endsWith("/") ? issuer() : issuer() + "/";
        JsonNode found = Json.mapper().readTree(get(URI.create(base + ".well-known/openid-configuration")));
        if (!found.path("issuer").asText().equals(issuer())) {
            throw new IOException("The provider calls itself " + found.path("issuer"));
        }
        try {
            JWKSet keys = JWKSet.parse(new String(get(place(found, "jwks_uri")), StandardCharsets.UTF_8));
            Known now = new Known(
                    place(found, "authorization_endpoint"), place(found, "token_endpoint"), keys, clock.instant());
            known = now;
            return now;
        } catch (ParseException damaged) {
            throw new IOException("The provider's keys can't be read", damaged);
        }
    }

    /** Not in the clear where the issuer isn't. */
    private URI place(JsonNode found, String name) throws IOException {
        try {
            URI place = URI.create(found.path(name).asText());
            if (place.getHost() == null || !settings.issuer().getScheme().equals(place.getScheme())) {
                throw new IOException("The provider's " + name + " is " + place);
            }
            return place;
        } catch (IllegalArgumentException damaged) {
            throw new IOException("The provider's " + name + " can't be read", damaged);
        }
    }

    private byte[] get(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(address));
        if (answer.statusCode() != 200) {
            throw new IOException("The provider answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(
                request.header("Accept", "application/json").timeout(PATIENCE).build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    }

    /** RFC 6749, 2.3.1: each part encoded before they are joined. */
    private String basic(String secret) {
        String both = encoded(settings.client()) + ":" + encoded(secret);
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
