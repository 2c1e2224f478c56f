package org.kachehri.recording.capture;

/**
 * Numbers of the pcapng format as the capture uses it (draft-ietf-opsawg-pcapng, linktypes: tcpdump.org/linktypes). Files are little-endian.
 */
final class Pcapng {
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    /** Type, total length, and total length once more at the end. */
    static final int BLOCK_OVERHEAD = 12;

    static final int OPTION_END = 0;
    static final int OPTION_COMMENT = 1;
    static final int SECTION_HARDWARE = 2;
    static final int SECTION_USER_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_DESCRIPTION_TEXT = 3;
    static final int INTERFACE_TIMESTAMP_RESOLUTION = 9;

    /** Packets begin with an IPv4 or IPv6 header. */
    static final int LINKTYPE_RAW = 101;

    /** Reserved for private use: a JSON object, UTF-8. */
    static final int LINKTYPE_USER0 = 147;

    /** Room events are always the first interface of a segment. */
    static final int EVENT_INTERFACE = 0;

    /** Stamps count 10^-9 s. */
    static final int NANOSECONDS = 9;

    /** The comment of a packet that came as a retransmission. */
    static final String REPAIRED = "repaired";

    static final int IPV4_HEADER = 20;
    static final int UDP_HEADER = 8;
    static final int SYNTHETIC_HEADERS = IPV4_HEADER + UDP_HEADER;

    /** The ports of RFC 3551 section 8: RTP on the even one, RTCP on the next. */
    static final int RTP_PORT = 5004;

    static final int RTCP_PORT = 5005;

    private Pcapng() {}

    static int padded(int length) {
        return length + 3 & ~3;
    }
}
