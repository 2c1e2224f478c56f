package org.kachehri.tests.fuzz;

import java.util.Locale;
import java.util.function.Consumer;
import org.kachehri.media.net.DtlsFlights;

/** What reads bytes from the network, each with what must hold for any bytes. */
enum Target {
    STUN(StunMessages::check),
    RTP(RtpPackets::check),
    RTCP(RtcpCompounds::check),
    SDP(Descriptions::check),
    VP8(Payloads::vp8),
    VP9(Payloads::vp9),
    H264(Payloads::h264),
    AV1(Payloads::av1),
    RED(Payloads::red),
    DTLS(DtlsFlights::check),
    SHARD(ShardDatagrams::check);

    private final Consumer<byte[]> property;

    Target(Consumer<byte[]> property) {
        this.property = property;
    }

    /** Throws if something doesn't hold for this input; the parsers below declare nothing, so whatever they throw is a finding. */
    void check(byte[] input) {
        property.accept(input);
    }

    /** Its name on the command line and the folder of its inputs. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
