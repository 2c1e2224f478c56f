package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.net.TcpCounters;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.platform.http.Exposition;

class MeasurementsTest {
    @Test
    void everythingThatAShardCountsIsToldOnce() {
        String told;
        try (MediaNode node = MediaNode.start(NetSettings.defaults().withPort(0), event -> {})) {
            var exposition = new Exposition();
            Measurements.shards(exposition, node.measures());
            told = exposition.text();
        }
        for (Reason reason : Reason.values()) {
            String word = reason.name().toLowerCase(Locale.ROOT);
            String line = word.startsWith("dropped_")
                    ? "kachehri_shard_dropped_total{reason=\"" + word.substring(8) + "\",shard=\"media-0\"} 0\n"
                    : "kachehri_shard_" + word + "_total{shard=\"media-0\"} 0\n";
            assertEquals(2, told.split(java.util.regex.Pattern.quote(line), -1).length, line);
        }
        for (TcpCounters.Reason reason : TcpCounters.Reason.values()) {
            String line = "kachehri_tcp_" + reason.name().toLowerCase(Locale.ROOT) + "_total{shard=\"media-0\"} 0\n";
            assertTrue(told.contains(line), line);
        }
        assertTrue(told.contains("kachehri_tcp_connections{shard=\"media-0\"} 0\n"), told);
        assertTrue(told.contains("kachehri_shard_rooms{shard=\"media-0\"} 0\n"), told);
        assertTrue(told.contains("kachehri_shard_train_packets_count{shard=\"media-0\"} 0\n"), told);
        assertTrue(told.contains("kachehri_shard_cycle_seconds_bucket{shard=\"media-0\",le=\"+Inf\"}"), told);
    }
}
