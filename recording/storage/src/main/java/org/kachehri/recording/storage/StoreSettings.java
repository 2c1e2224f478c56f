package org.kachehri.recording.storage;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Where a store is: a directory, or {@code s3://BUCKET[/PREFIX][?endpoint=URL&region=REGION&lock-days=N]} with credentials as Amazon's tools take them
 * (environment, profile, instance).
 */
public sealed interface StoreSettings {
    record Directory(Path root) implements StoreSettings {
        @Override
        public ChunkStore open(Clock clock) {
            return new DirectoryStore(root);
        }
    }

    /** @param lock how long the service shall refuse to delete what it was given */
    record Bucket(String bucket, String prefix, Optional<URI> endpoint, String region, Optional<Duration> lock)
            implements StoreSettings {
        @Override
        public ChunkStore open(Clock clock) {
            return new S3Store(
                    bucket,
                    prefix,
                    endpoint,
                    region,
                    lock,
                    DefaultCredentialsProvider.builder().build(),
                    clock);
        }
    }

    ChunkStore open(Clock clock);

    /** @throws IllegalArgumentException with the end of a sentence when it is neither */
    static StoreSettings of(String text) {
        if (!text.startsWith("s3:")) {
            Path root = Path.of(text);
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException("isn't a directory that exists");
            }
            return new Directory(root.toAbsolutePath().normalize());
        }
        URI uri = URI.create(text);
        if (uri.getAuthority() == null || !uri.getAuthority().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("names no bucket (s3://BUCKET/PREFIX)");
        }
        Map<String, String> more = uri.getQuery() == null
                ? Map.of()
                : Arrays.stream(uri.getQuery().split("&"))
                        .map(one -> one.split("=", 2))
                        .collect(Collectors.toMap(one -> one[0], one -> one.length == 2 ? one[1] : ""));
        if (!Set.of("endpoint", "region", "lock-days").containsAll(more.keySet())) {
            throw new IllegalArgumentException("has something else behind ? than endpoint, region and lock-days");
        }
        Optional<Duration> lock = Optional.ofNullable(more.get("lock-days")).map(days -> {
            if (!days.matches("[1-9]\\d{0,4}")) {
                throw new IllegalArgumentException("has lock-days that aren't a number from 1 to 99999");
            }
            return Duration.ofDays(Integer.parseInt(days));
        });
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/+|/+$", "");
        return new Bucket(
                uri.getAuthority(),
                path.isEmpty() ? "" : path + "/",
                Optional.ofNullable(more.get("endpoint")).map(URI::create),
                more.getOrDefault("region", "us-east-1"),
                lock);
    }
}
