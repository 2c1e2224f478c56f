package org.kachehri.signaling.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnServersTest {
    private static final TurnServers SERVERS = new TurnServers(List.of("turns:relay.example:443"), "north");

    /** The vector: {@code printf '%s' 1795435200:p1 | openssl dgst -sha1 -hmac north -binary | base64}. */
    @Test
    void credentialsAreWhatCoturnReckons() {
        TurnServers.Credentials own = SERVERS.credentials("p1", Instant.parse("2026-11-23T00:00:00Z"));
        assertEquals("1795435200:p1", own.username());
        assertEquals("KK6wUdIpKc8aQxLupX5pyrtZUuk=", own.credential());
    }

    @Test
    void aLogNeverShowsTheSecret() {
        assertFalse(SERVERS.toString().contains("north"));
    }
}
