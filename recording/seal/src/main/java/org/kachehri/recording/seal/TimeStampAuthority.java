package org.kachehri.recording.seal;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Has packages stamped by an authority (RFC 3161). Thread-safe; blocks on the network, at most 20 seconds. */
public final class TimeStampAuthority implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUERY = "application/timestamp-query";

    /** A token with a chain of certificates is some kilobytes. */
    private static final int MAX_ANSWER_BYTES = 256 << 10;

    private final URI url;
    private final List<X509Certificate> trusted;
    private final SecureRandom random;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @throws IllegalStateException with a sentence when the certificates can't be read */
    public TimeStampAuthority(TimeAuthoritySettings settings, SecureRandom random) {
        url = settings.url();
        trusted = certificates(settings.certificates());
        this.random = random;
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            List<X509Certificate> certificates = Pem.certificates(file);
            if (!certificates.isEmpty()) {
                return certificates;
            }
            throw new IllegalStateException(file + " holds no certificate of a time stamp authority");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The time stamp authority's certificates in " + file + " can't be read: " + e.getMessage(),
                    new IOException(e));
        }
    }

    /**
     * Puts a stamp on what of a sealed package has none, the seal or an addendum, and on top of those that end; whatever ends this, the package is as it was or
     * has some more.
     *
     * @param ending a stamp that is worth something until later than this is left as it is
     * @param madeBefore so is one that isn't older than this
     * @return until when all are worth something: the first end of an authority's certificate
     * @throws IOException also when a stamp isn't of somebody whom the settings trust
     */
    public Instant stamp(Path bag, Instant ending, Instant madeBefore) throws IOException, InterruptedException {
        Instant all = Instant.MAX;
        List<String> signatures = new ArrayList<>(List.of(Bag.SIGNATURE));
        signatures.addAll(new Addenda(bag).signatures());
        for (String signature : signatures) {
            TimeStamps stamps = new TimeStamps(bag, signature);
            Instant until;
            try {
                Optional<Instant> worth = stamps.worth(ending, madeBefore);
                until = worth.isPresent()
                        ? worth.get()
                        : stamps.add(this, trusted).ends();
            } catch (TimeStamps.Broken broken) {
                throw new IOException(broken.file + " isn't stamped: " + broken.getMessage(), broken);
            }
            all = until.isBefore(all) ? until : all;
        }
        return all;
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
