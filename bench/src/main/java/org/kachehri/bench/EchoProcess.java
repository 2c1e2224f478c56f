package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.kachehri.media.net.MediaSockets;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.sfu.Batch;

/**
 * What the sockets alone do to a packet: sends each back to where it came from, as often as it is told. Arguments: the
 * address to listen on and the number of copies.
 */
final class EchoProcess {

    private EchoProcess() {}

    public static void main(String[] arguments) throws IOException {
        NetSettings settings = NetSettings.defaults().withBindAddress(arguments[0]);
        int copies = Integer.parseInt(arguments[1]);
        try (MediaSockets sockets = MediaSockets.open(settings);
                Arena arena = Arena.ofConfined()) {
            System.out.println("ready " + sockets.localPort());
            Batch batch = new Batch(arena);
            while (true) {
                int received = sockets.receive(batch, TimeUnit.SECONDS.toNanos(1));
                for (int i = 0; i < received; i++) {
                    // The probe's packets are short and want one answer; the load's are to make work.
                    int times = batch.length[i] < 200 ? 1 : copies;
                    for (int copy = 0; copy < times; copy++) {
                        sockets.send(
                                batch.hostHigh[i],
                                batch.hostLow[i],
                                batch.port[i],
                                batch.bytes,
                                batch.offset(i),
                                batch.length[i],
                                batch.length[i]);
                    }
                }
                sockets.flush();
            }
        }
    }
}
