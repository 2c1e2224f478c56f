package org.kachehri.platform.courier;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kachehri.platform.http.Json;

/**
 * Hands short messages to the gateway of a telephone company: {@code POST {"to": "…", "text": "…"}}, answered by any 2xx; docs/protocol/sms.md.
 * A message holds a number and a link and nothing personal, because telephones lie about. Safe for any thread; blocks for ten seconds at
 * most.
 */
public final class SmsGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param token borne as {@code Authorization: Bearer …} (RFC 6750); empty for a gateway that asks for none */
    public SmsGateway(URI address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /**
     * Gives the message to the gateway; whether it reaches anybody, a gateway doesn't say.
     *
     * @throws IOException when the gateway is away or doesn't take it; asked again it may send it twice
     */
    public void send(String telephone, String text) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        Json.mapper().writeValueAsBytes(Map.of("to", dialled(telephone), "text", text))));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) throw new IOException("The SMS gateway answered " + status);
    }

    /** Telephone numbers are written with spaces, dots and dashes, and dialled without. */
    static String dialled(String telephone) {
        return telephone.replaceAll("[^0-9+]", "");
    }

    @Override
    public void close() {
        client.close();
    }
}
