package org.kachehri.media.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.NetworkBytes;

class CaptureRingTest {
    private static final SrtpKeys KEYS =
            new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[12], new byte[16], new byte[12]);

    private final Arena arena = Arena.ofAuto();
    private final CaptureRing.Now now = new CaptureRing.Now();
    private final CaptureRing ring = new CaptureRing(arena, now);
    private final MemorySegment plain = arena.allocate(100);
    private final MemorySegment sealed = arena.allocate(200);

    @Test
    void ofAPacketTheHeaderAndTheFirstBytesAreKeptBothWays() {
        try (SrtpSender sender = new SrtpSender(KEYS, CipherSuites.jdk());
                SrtpReceiver receiver = new SrtpReceiver(KEYS, CipherSuites.jdk())) {
            sender.capture(ring);
            receiver.capture(ring);
            now.nanos = 5;
            int length = sender.seal(packet(7), 0, 60, sealed, 0);
            now.nanos = 6;
            assertEquals(60, receiver.open(sealed, 0, length, arena.allocate(200), 0));
            List<CaptureRing.Packet> packets = ring.packets();
            assertEquals(2, packets.size());
            byte[] kept = plain.asSlice(0, 12 + CaptureRing.PAYLOAD_BYTES).toArray(ValueLayout.JAVA_BYTE);
            for (CaptureRing.Packet packet : packets) {
                assertArrayEquals(kept, packet.first());
                assertEquals(60, packet.length());
                assertFalse(packet.rtcp());
            }
            assertTrue(packets.get(0).sent());
            assertFalse(packets.get(1).sent());
            assertEquals(5, packets.get(0).nanos());
            assertEquals(6, packets.get(1).nanos());
        }
    }

    @Test
    void afterTheEndNothingIsKept() {
        try (SrtpSender sender = new SrtpSender(KEYS, CipherSuites.jdk())) {
            sender.capture(ring);
            sender.capture(null);
            sender.seal(packet(1), 0, 60, sealed, 0);
            assertEquals(List.of(), ring.packets());
        }
    }

    @Test
    void theOldestMakeRoom() {
        for (int i = 0; i < CaptureRing.PACKETS + 10; i++) {
            now.nanos = i;
            ring.rtcp(true, plain, 0, 8);
        }
        List<CaptureRing.Packet> packets = ring.packets();
        assertEquals(CaptureRing.PACKETS, packets.size());
        assertEquals(10, packets.getFirst().nanos());
        assertEquals(CaptureRing.PACKETS + 9, packets.getLast().nanos());
        assertTrue(packets.getFirst().rtcp());
    }

    @Test
    void whatIsLongerThanAPlaceIsCut() {
        MemorySegment compound = arena.allocate(1_200);
        ring.rtcp(false, compound, 0, 1_200);
        assertEquals(1_200, ring.packets().getFirst().length());
        assertTrue(ring.packets().getFirst().first().length < 256);
    }

    private MemorySegment packet(int sequenceNumber) {
        byte[] bytes = new byte[60];
        Arrays.fill(bytes, 12, 60, (byte) 0x5A);
        MemorySegment.copy(bytes, 0, plain, ValueLayout.JAVA_BYTE, 0, 60);
        NetworkBytes.putU8(plain, 0, 0x80);
        NetworkBytes.putU8(plain, 1, 111);
        NetworkBytes.putU16(plain, 2, sequenceNumber);
        return plain;
    }
}
