package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.kachehri.media.sfu.Batch;

@EnabledOnOs(OS.LINUX)
class LinuxSocketsTest extends MediaSocketsContract {

    private static final long V4_LOOPBACK = 0x0000_FFFF_7F00_0001L;

    @Override
    MediaSockets open(NetSettings settings) throws IOException {
        return LinuxSockets.open(settings);
    }

    @Test
    void aTrainTheKernelRefusesLeavesAsSingleDatagrams() throws IOException {
        LinuxSockets linux = (LinuxSockets) sockets();
        // The kernel can't cut a train whose datagrams have no checksum, and says EINVAL.
        assertEquals(0, linux.option(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_NO_CHECK, 1));
        try (Arena arena = Arena.ofConfined()) {
            byte[] train = bytes(2500, 9);
            // More trains than refusals are tolerated, so that the last ones aren't even tried.
            for (int round = 0; round < 20; round++) {
                linux.send(0, V4_LOOPBACK, peerPort(), offHeap(arena, train), 0, train.length, 1000);
                linux.flush();
                assertArrayEquals(Arrays.copyOfRange(train, 0, 1000), heard());
                assertArrayEquals(Arrays.copyOfRange(train, 1000, 2000), heard());
                assertArrayEquals(Arrays.copyOfRange(train, 2000, 2500), heard());
            }
        }
        assertEquals(16, linux.trainsRefused());
        assertEquals(0, linux.dropped());
    }

    @Test
    void receivingAndSendingMakeNoGarbage() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Batch batch = new Batch(Arena.ofAuto());
        try (Arena arena = Arena.ofConfined();
                MediaSockets echo = LinuxSockets.open(NetSettings.defaults().withBindAddress("127.0.0.1"))) {
            MemorySegment bytes = offHeap(arena, bytes(8000, 1));
            // Until the compiler has had its say the interpreter boxes what it passes; on a busy machine that takes a
            // while.
            long perPacket = Long.MAX_VALUE;
            for (int window = 0; window < 100 && perPacket > 0; window++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int round = 0; round < 2_000; round++) {
                    exchange(echo, bytes, batch);
                }
                perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / (2_000 * 8);
            }
            assertEquals(0, perPacket);
        }
        assertTrue(batch.size > 0);
    }

    private static void exchange(MediaSockets echo, MemorySegment bytes, Batch batch) throws IOException {
        echo.send(0, V4_LOOPBACK, echo.localPort(), bytes, 0, 8000, 1000);
        echo.flush();
        int heard = 0;
        while (heard < 8) {
            heard += echo.receive(batch, 1_000_000_000L);
        }
    }
}
