package org.kachehri.bench;

import java.io.IOException;
import java.util.List;

/** A media server in a process of its own, pinned to the first core: ours or another. Called by one thread. */
interface MeasuredServer extends AutoCloseable {

    /**
     * One end of a peer connection: what a session description would say of it.
     *
     * @param fingerprint {@code sha-256 AA:BB:…}
     * @param transportWideExtension under which it numbers what it sends, or 0
     */
    record End(String ufrag, String pwd, String fingerprint, UdpAddress address, int transportWideExtension) {}

    void openRoom(int room) throws IOException;

    /** The server's end of the connection over which this participant publishes. */
    End publish(Roster.Participant participant, End client) throws IOException;

    /** The server's end of the connection over which this participant hears and sees the others. */
    End subscribe(Roster.Participant participant, List<Roster.Participant> others, End client) throws IOException;

    ServerProcess process();

    @Override
    void close();
}
