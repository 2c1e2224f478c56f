package org.kachehri.recording.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSettingsTest {
    @TempDir
    Path directory;

    @Test
    void aStoreIsADirectoryOrABucket() {
        assertEquals(new StoreSettings.Directory(directory), StoreSettings.of(directory.toString()));
        assertEquals(
                new StoreSettings.Bucket("evidence", "", Optional.empty(), "us-east-1", Optional.empty()),
                StoreSettings.of("s3://evidence"));
        assertEquals(
                new StoreSettings.Bucket(
                        "evidence",
                        "kachehri/a/",
                        Optional.of(URI.create("https://s3.example")),
                        "vn-1",
                        Optional.of(Duration.ofDays(3650))),
                StoreSettings.of("s3://evidence/kachehri/a/?endpoint=https://s3.example&region=vn-1&lock-days=3650"));
    }

    @Test
    void whatIsNeitherIsRefused() {
        for (String wrong : List.of(
                directory.resolve("absent").toString(),
                "s3://",
                "s3://A",
                "s3://evidence?lock=1",
                "s3://evidence?lock-days=0",
                "s3://evidence?lock-days=ten")) {
            assertThrows(IllegalArgumentException.class, () -> StoreSettings.of(wrong), wrong);
        }
    }
}
