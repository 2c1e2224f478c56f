package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;

final class DroppingSinkTest {

    private static final UdpAddress HOST = UdpAddress.loopback(0);

    @Test
    void a_train_is_taken_whole_and_tells_where_it_is_to_be_cut() throws IOException {
        try (Arena arena = Arena.ofConfined();
                DroppingSink sink = new DroppingSink(HOST);
                MediaSockets sockets = MediaSockets.open(NetSettings.defaults().withBindAddress("127.0.0.1"))) {
            MemorySegment bytes = arena.allocate(3300);
            MemorySegment taken = arena.allocate(1 << 16);
            sink.takeTrains();
            sockets.send(0, HOST.hostLow(), sink.localPort(), bytes, 0, 3300, 1000);
            sockets.send(0, HOST.hostLow(), sink.localPort(), bytes, 0, 700, 700);
            sockets.flush();
            assertEquals(3300, sink.receiveTrain(taken));
            assertEquals(1000, sink.pieceLength());
            assertEquals(700, sink.receiveTrain(taken));
            assertEquals(0, sink.pieceLength());
            assertEquals(-1, sink.receiveTrain(taken));
        }
    }
}
