package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NetSettingsTest {

    @Test
    void theDefaultIsAnyFreePortOnEveryAddressWithTrains() {
        NetSettings settings = NetSettings.defaults();
        assertEquals(0, settings.port());
        assertEquals(OptionalInt.empty(), settings.tcpPort());
        assertEquals("0.0.0.0", settings.bindAddress());
        assertEquals(List.of(), settings.publicAddresses());
        assertTrue(settings.nativeSockets());
        assertTrue(settings.trains());
    }

    @Test
    void everyComponentCanBeSet() {
        NetSettings settings = NetSettings.defaults()
                .withPort(10_000)
                .withTcpPort(443)
                .withBindAddress("::")
                .withPublicAddresses(List.of("203.0.113.7", "2001:db8::7"))
                .withNativeSockets(false)
                .withTrains(false);
        assertEquals(
                new NetSettings(10_000, OptionalInt.of(443), "::", List.of("203.0.113.7", "2001:db8::7"), false, false),
                settings);
    }

    @Test
    void aWrongSettingIsNamedInOneSentence() {
        assertEquals("media port must be 0 to 65535, but is 70000", refusal(() -> NetSettings.defaults()
                .withPort(70_000)));
        assertEquals("media TCP port must be 0 to 65535, but is -1", refusal(() -> NetSettings.defaults()
                .withTcpPort(-1)));
        assertEquals(
                "media bind address must be an IP address, but is 'localhost'",
                refusal(() -> NetSettings.defaults().withBindAddress("localhost")));
        assertEquals(
                "media public address must be an IP address, but is 'bridge.example.org'",
                refusal(() -> NetSettings.defaults().withPublicAddresses(List.of("bridge.example.org"))));
        assertEquals(
                "media public address must be one machine's, but is '0.0.0.0'",
                refusal(() -> NetSettings.defaults().withPublicAddresses(List.of("0.0.0.0"))));
        assertEquals(
                "at most 8 media public addresses can be offered, but there are 9",
                refusal(() -> NetSettings.defaults().withPublicAddresses(Collections.nCopies(9, "203.0.113.7"))));
    }

    @Test
    void publicAddressesAreOfferedAsTheyAre() {
        assertEquals(
                List.of("203.0.113.7"),
                LocalAddresses.of(NetSettings.defaults().withPublicAddresses(List.of("203.0.113.7"))));
    }

    @Test
    void thePublicAddressCanStandBesideTheMachinesOwn() {
        List<String> own = LocalAddresses.of(NetSettings.defaults());
        List<String> both = LocalAddresses.of(
                NetSettings.defaults().withPublicAddresses(List.of("203.0.113.7", NetSettings.LOCAL)));
        assertEquals("203.0.113.7", both.getFirst());
        assertEquals(own, both.subList(1, both.size()));
    }

    @Test
    void aSocketBoundToOneAddressOffersThatOne() {
        assertEquals(
                List.of("127.0.0.1"), LocalAddresses.of(NetSettings.defaults().withBindAddress("127.0.0.1")));
    }

    @Test
    void withoutPublicAddressesTheMachinesOwnAndLoopbackAreOffered() {
        List<String> fourth = LocalAddresses.of(NetSettings.defaults());
        assertTrue(fourth.contains("127.0.0.1"));
        assertFalse(fourth.stream().anyMatch(address -> address.contains(":")), fourth.toString());
        List<String> both = LocalAddresses.of(NetSettings.defaults().withBindAddress("::"));
        assertTrue(both.containsAll(List.of("127.0.0.1", "::1")), both.toString());
        assertFalse(both.stream().anyMatch(address -> address.contains("%")), both.toString());
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
