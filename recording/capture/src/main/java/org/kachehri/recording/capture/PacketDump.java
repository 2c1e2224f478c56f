package org.kachehri.recording.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kachehri.media.transport.CaptureRing;

/** Writes what was captured of one peer's line as a pcapng file, in the recorder's own way of writing packets. */
public final class PacketDump {
    private PacketDump() {}

    /**
     * A complete file: 10.0.0.1 is the peer, 10.255.255.254 the bridge; RTP is on port 5004, RTCP on 5005.
     *
     * @param comment what stands at the head of the file: whose line it is, who asked and why
     * @throws IOException if there is no room for a temporary file
     */
    public static byte[] pcapng(String peer, String comment, List<CaptureRing.Packet> packets) throws IOException {
        Path directory = Files.createTempDirectory("kachehri-dump");
        Path file = directory.resolve("dump.pcapng");
        try {
            long opened = packets.isEmpty() ? 0 : packets.getFirst().nanos();
            SegmentFile segment =
                    new SegmentFile(directory, file.getFileName().toString(), opened, comment, SegmentFile.buffer());
            int line =
                    segment.line(peer, "both ways between the bridge and " + peer + ", only the beginnings", comment);
            for (CaptureRing.Packet packet : packets) {
                int port = packet.rtcp() ? Pcapng.RTCP_PORT : Pcapng.RTP_PORT;
                segment.beginning(line, packet.nanos(), packet.sent(), port, packet.first(), packet.length());
            }
            segment.close(opened, "");
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }
}
