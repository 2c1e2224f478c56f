package org.kachehri.recording.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.transport.CaptureRing;

class PacketDumpTest {
    @Test
    void everyPacketIsABlockWithItsDirectionAndItsTrueLength() throws Exception {
        byte[] file = PacketDump.pcapng(
                "p1",
                "for the test",
                List.of(
                        new CaptureRing.Packet(1_000_000_000_000_000_000L, false, false, 1_100, new byte[18]),
                        new CaptureRing.Packet(1_000_000_000_000_000_001L, true, true, 60, new byte[60])));
        assertTrue(new String(file, StandardCharsets.UTF_8).contains("for the test"));
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> packets = new ArrayList<>();
        for (int at = 0; at < file.length; at += bytes.getInt(at + 4)) {
            if (bytes.getInt(at) == Pcapng.ENHANCED_PACKET) {
                packets.add(at);
            }
        }
        int first = packets.get(0);
        int second = packets.get(1);
        assertEquals(2, packets.size());
        assertEquals(28 + 18, bytes.getInt(first + 20));
        assertEquals(28 + 1_100, bytes.getInt(first + 24));
        bytes.order(ByteOrder.BIG_ENDIAN);
        assertEquals(0x0A000001, bytes.getInt(first + 28 + 12));
        assertEquals(0x0AFFFFFE, bytes.getInt(first + 28 + 16));
        assertEquals(5004, bytes.getShort(first + 28 + 20));
        assertEquals(0x0AFFFFFE, bytes.getInt(second + 28 + 12));
        assertEquals(0x0A000001, bytes.getInt(second + 28 + 16));
        assertEquals(5005, bytes.getShort(second + 28 + 20));
    }
}
