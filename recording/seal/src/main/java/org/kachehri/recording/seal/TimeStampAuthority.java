package org.kachehri.recording.seal;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Asks an authority for time stamps (RFC 3161). Thread-safe; blocks on the network, at most {@link #PATIENCE}. */
final class TimeStampAuthority implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUERY = "application/timestamp-query";

    /** A token with a chain of certificates is some kilobytes. */
    private static final int MAX_ANSWER_BYTES = 256 << 10;

    private final URI url;
    private final SecureRandom random;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    TimeStampAuthority(URI url, SecureRandom random) {
        this.url = url;
        this.random = random;
    }

    /**
     * Has a digest stamped.
     *
     * @param sha256 what is stamped
     * @return the token with the authority's certificates in it, DER
     * @throws IOException when it can't be reached, refuses, or answers what wasn't asked
     */
    byte[] stamp(byte[] sha256) throws IOException, InterruptedException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, sha256, new BigInteger(64, random));
        HttpRequest post = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", QUERY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded()))
                .build();
        HttpResponse<InputStream> answer = client.send(post, HttpResponse.BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream stream = answer.body()) {
            body = stream.readNBytes(MAX_ANSWER_BYTES);
        }
        if (answer.statusCode() != 200) {
            throw new IOException("The time stamp authority answered with HTTP status " + answer.statusCode());
        }
        try {
            TimeStampResponse response = new TimeStampResponse(body);
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IOException("The time stamp authority refused: " + response.getStatusString());
            }
            return response.getTimeStampToken().getEncoded();
        } catch (TSPException e) {
            throw new IOException("The time stamp authority's answer isn't to what was asked: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
