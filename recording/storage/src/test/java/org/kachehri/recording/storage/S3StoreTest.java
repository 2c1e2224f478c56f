package org.kachehri.recording.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against s3proxy over HTTP; what it doesn't do itself, the lock, is looked for in the request. */
class S3StoreTest extends ChunkStoreContract {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("archive", "a secret of the archive"));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

    @TempDir
    static Path disk;

    private static S3Proxy service;

    private ChunkStore store;

    @BeforeAll
    static void serve() throws Exception {
        BlobStore blobs = new FilesystemNio2BlobStore(disk.toString());
        blobs.createContainer("evidence");
        service = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "archive", "a secret of the archive")
                .ignoreUnknownHeaders(true)
                .build();
        service.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.stop();
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + service.getPort());
    }

    private static ChunkStore bucket(URI endpoint, String name, Optional<Duration> lock) {
        return new S3Store(
                name, "test-" + UUID.randomUUID() + "/", Optional.of(endpoint), "us-east-1", lock, CREDENTIALS, CLOCK);
    }

    @BeforeEach
    void open() {
        store = bucket(endpoint(), "evidence", Optional.of(Duration.ofDays(10)));
    }

    @Override
    ChunkStore store() {
        return store;
    }

    @Test
    void aFolderOfMoreObjectsThanFitInOneAnswerIsListedWhole() throws IOException {
        // Straight onto the service's disk: a thousand requests would take seconds.
        Path folder = disk.resolve("evidence")
                .resolve(store.name().substring("s3://evidence/".length()))
                .resolve("many");
        Files.createDirectories(folder);
        for (int i = 0; i < 1_003; i++) {
            Files.write(folder.resolve("chunk-" + i), new byte[1]);
        }
        assertEquals(1_003, store.sizes("many").size());
    }

    @Test
    void aBucketThatIsNotThereIsSaidInASentence() {
        ChunkStore nowhere = bucket(endpoint(), "nowhere", Optional.empty());
        IOException why = assertThrows(IOException.class, () -> nowhere.put("r1", "a", new byte[1]));
        assertTrue(why.getMessage().startsWith("s3://nowhere/"), why.getMessage());
        nowhere.close();
    }

    @Test
    void everyObjectIsLockedUntilItsTimeIsOverAndGoesWithItsDigest() throws IOException {
        Map<String, List<String>> headers = new ConcurrentHashMap<>();
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.createContext("/", exchange -> {
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listening.start();
        URI url = URI.create("http://127.0.0.1:" + listening.getAddress().getPort());
        try (ChunkStore locked = bucket(url, "evidence", Optional.of(Duration.ofDays(3_650)))) {
            locked.put("r1", "a", new byte[0]);
        } finally {
            listening.stop(0);
        }
        assertEquals(List.of("COMPLIANCE"), headers.get("x-amz-object-lock-mode"));
        assertEquals(List.of("2036-11-19T09:00:00Z"), headers.get("x-amz-object-lock-retain-until-date"));
        assertEquals(List.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), headers.get("x-amz-checksum-sha256"));
    }
}
