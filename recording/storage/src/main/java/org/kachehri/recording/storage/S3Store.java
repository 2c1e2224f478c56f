package org.kachehri.recording.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kachehri.recording.seal.Digests;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket of an S3 service. With a lock every object is put under COMPLIANCE until its time is over: nobody, the account's owner included,
 * can delete or replace that version before. The bucket must have been made with object lock; what is put again is a further version.
 */
final class S3Store implements ChunkStore {
    /** A chunk is 8 MiB: 20 s are 3.4 Mbit/s. Slower lines try again and go on where they were. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bucket;
    private final String prefix;
    private final Optional<Duration> lock;
    private final Clock clock;
    private final S3Client client;

    /**
     * @param prefix of all keys, empty or ending with a slash
     * @param endpoint another service than Amazon's
     * @param lock how long nothing may be deleted
     */
    S3Store(
            String bucket,
            String prefix,
            Optional<URI> endpoint,
            String region,
            Optional<Duration> lock,
            AwsCredentialsProvider credentials,
            Clock clock) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.lock = lock;
        this.clock = clock;
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(PATIENCE)
                        .socketTimeout(PATIENCE)
                        .build())
                // We give the SHA-256 of every object ourselves, and check what comes back.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        endpoint.ifPresent(url -> builder.endpointOverride(url).forcePathStyle(true));
        client = builder.build();
    }

    @Override
    public String name() {
        return "s3://" + bucket + "/" + prefix;
    }

    private String key(String folder, String name) {
        return prefix + folder + "/" + name;
    }

    @Override
    public Map<String, Long> sizes(String folder) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        String beginning = key(folder, "");
        ListObjectsV2Request request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(beginning).build();
        try {
            for (ListObjectsV2Response page : client.listObjectsV2Paginator(request)) {
                page.contents().forEach(object -> sizes.put(object.key().substring(beginning.length()), object.size()));
            }
        } catch (SdkException e) {
            throw failed(e);
        }
        return sizes;
    }

    @Override
    public void put(String folder, String name, byte[] bytes) throws IOException {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key(folder, name))
                .contentLength((long) bytes.length)
                .checksumSHA256(Base64.getEncoder().encodeToString(Digests.bytesOf(bytes)));
        lock.ifPresent(time -> request.objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(clock.instant().plus(time)));
        try {
            client.putObject(request.build(), RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public byte[] get(String folder, String name, int most) throws IOException {
        try (InputStream in = client.getObject(get -> get.bucket(bucket).key(key(folder, name)))) {
            return in.readNBytes(most);
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key(folder, name));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public void delete(String folder, String name) throws IOException {
        try {
            client.deleteObject(delete -> delete.bucket(bucket).key(key(folder, name)));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private IOException failed(SdkException e) {
        return new IOException(name() + " doesn't do what was asked: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
