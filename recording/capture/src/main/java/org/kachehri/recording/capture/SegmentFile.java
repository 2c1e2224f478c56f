package org.kachehri.recording.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** One segment being written: a complete pcapng file of its own. Owned by the recorder's thread. */
final class SegmentFile {
    /** Several hundred packets a write; anything older than the flush time is written anyway. */
    private static final int BUFFER_BYTES = 1 << 18;

    /** 10.0.x.y names the interface. */
    private static final int PARTICIPANTS = 0x0A000000;

    /** 10.255.255.254 is who hears: the recorder, the bridge. */
    private static final int RECORDER = 0x0AFFFFFE;

    private final FileChannel channel;
    private final String name;
    private final long openedNanos;
    private final ByteBuffer buffer;
    private final MessageDigest digest = SegmentDigest.digest();
    private long flushedBytes;
    private int interfaces;

    SegmentFile(Path directory, String name, long openedNanos, String comment, ByteBuffer buffer) throws IOException {
        this.name = name;
        this.openedNanos = openedNanos;
        this.buffer = buffer;
        channel = FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        sectionHeader(comment);
        interfaceBlock(Pcapng.LINKTYPE_USER0, "room", "room events, one JSON object a packet", comment);
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    long openedNanos() {
        return openedNanos;
    }

    long bytes() {
        return flushedBytes + buffer.position();
    }

    private void sectionHeader(String comment) {
        int start = begin(Pcapng.SECTION_HEADER);
        buffer.putInt(Pcapng.BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1);
        option(Pcapng.OPTION_COMMENT, comment);
        option(Pcapng.SECTION_HARDWARE, "media bridge");
        option(Pcapng.SECTION_USER_APPLICATION, "Kachehri recorder, format 1");
        option(Pcapng.OPTION_END, "");
        end(start);
    }

    /** Adds the interface block of a track; the answer is its number in this file. */
    int track(CapturedTrack track) throws IOException {
        String text = track.kind() + " " + track.codec().name() + " from " + track.peer();
        return interfaceBlock(Pcapng.LINKTYPE_RAW, track.name(), text, track.sdpLines());
    }

    private int interfaceBlock(int linkType, String interfaceName, String text, String comment) throws IOException {
        reserve(4096 + interfaceName.length() * 3 + text.length() * 3 + comment.length() * 3);
        int start = begin(Pcapng.INTERFACE_DESCRIPTION);
        buffer.putShort((short) linkType).putShort((short) 0).putInt(0);
        option(Pcapng.INTERFACE_NAME, interfaceName);
        option(Pcapng.INTERFACE_DESCRIPTION_TEXT, text);
        buffer.putShort((short) Pcapng.INTERFACE_TIMESTAMP_RESOLUTION).putShort((short) 1);
        buffer.putInt(Pcapng.NANOSECONDS);
        option(Pcapng.OPTION_COMMENT, comment);
        option(Pcapng.OPTION_END, "");
        end(start);
        return interfaces++;
    }

    void event(long stampNanos, byte[] json) throws IOException {
        int start = packetHead(Pcapng.EVENT_INTERFACE, stampNanos, json.length, 0);
        buffer.put(json);
        packetTail(start, json.length, "");
    }

    /** One RTP or RTCP packet of the track with this interface, under synthetic IPv4 and UDP headers. */
    void packet(int inter, long stampNanos, int port, MemorySegment bytes, long offset, int length, boolean repaired)
            throws IOException {
        int captured = Pcapng.SYNTHETIC_HEADERS + length;
        int start = packetHead(inter, stampNanos, captured, 32);
        syntheticHeaders(PARTICIPANTS | inter, RECORDER, port, length);
        buffer.put(bytes.asSlice(offset, length).asByteBuffer());
        packetTail(start, captured, repaired ? Pcapng.REPAIRED : "");
    }

    /** Adds the interface block of something that is no track of a recording. */
    int line(String interfaceName, String text, String comment) throws IOException {
        return interfaceBlock(Pcapng.LINKTYPE_RAW, interfaceName, text, comment);
    }

    /** The beginning of a packet that had {@code length} bytes. */
    void beginning(int inter, long stampNanos, boolean sent, int port, byte[] first, int length) throws IOException {
        int captured = Pcapng.SYNTHETIC_HEADERS + first.length;
        int start = packetHead(inter, stampNanos, captured, Pcapng.SYNTHETIC_HEADERS + length, 0);
        int peer = PARTICIPANTS | inter;
        syntheticHeaders(sent ? RECORDER : peer, sent ? peer : RECORDER, port, length);
        buffer.put(first);
        packetTail(start, captured, "");
    }

    private int packetHead(int inter, long stampNanos, int captured, int extra) throws IOException {
        return packetHead(inter, stampNanos, captured, captured, extra);
    }

    private int packetHead(int inter, long stampNanos, int captured, int original, int extra) throws IOException {
        reserve(Pcapng.BLOCK_OVERHEAD + 20 + Pcapng.padded(captured) + extra);
        int start = begin(Pcapng.ENHANCED_PACKET);
        buffer.putInt(inter).putInt((int) (stampNanos >>> 32)).putInt((int) stampNanos);
        buffer.putInt(captured).putInt(original);
        return start;
    }

    private void packetTail(int start, int captured, String comment) {
        pad(captured);
        if (!comment.isEmpty()) {
            option(Pcapng.OPTION_COMMENT, comment);
            option(Pcapng.OPTION_END, "");
        }
        end(start);
    }

    /** Checksums: IPv4 right, UDP 0 = none (RFC 768). */
    private void syntheticHeaders(int source, int destination, int port, int length) {
        int at = buffer.position();
        int total = Pcapng.SYNTHETIC_HEADERS + length;
        buffer.order(ByteOrder.BIG_ENDIAN);
        buffer.putShort((short) 0x4500)
                .putShort((short) total)
                .putShort((short) 0)
                .putShort((short) 0x4000);
        buffer.put((byte) 64).put((byte) 17).putShort((short) 0);
        buffer.putInt(source).putInt(destination);
        int sum = 0;
        for (int i = 0; i < Pcapng.IPV4_HEADER; i += 2) {
            sum += buffer.getShort(at + i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        buffer.putShort(at + 10, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
        buffer.putShort((short) port).putShort((short) port);
        buffer.putShort((short) (Pcapng.UDP_HEADER + length)).putShort((short) 0);
        buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    private int begin(int type) {
        int start = buffer.position();
        buffer.putInt(type).putInt(0);
        return start;
    }

    private void end(int start) {
        int length = buffer.position() - start + 4;
        buffer.putInt(length);
        buffer.putInt(start + 4, length);
    }

    private void option(int code, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) code).putShort((short) value.length).put(value);
        pad(value.length);
    }

    private void pad(int length) {
        for (int i = length; i < Pcapng.padded(length); i++) {
            buffer.put((byte) 0);
        }
    }

    private void reserve(int bytes) throws IOException {
        if (bytes > buffer.capacity()) {
            throw new IllegalArgumentException("A block of " + bytes + " bytes is larger than the write buffer");
        }
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    /** Hands everything written so far to the operating system: it survives the end of this process. */
    void flush() throws IOException {
        buffer.flip();
        digest.update(buffer.duplicate());
        flushedBytes += buffer.remaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Flushes, fsyncs and closes the file. */
    SegmentDigest close(long nowNanos, String previousChain) throws IOException {
        try (channel) {
            flush();
            channel.force(true);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new SegmentDigest(
                name, flushedBytes, sha256, SegmentDigest.chain(previousChain, sha256), openedNanos, nowNanos);
    }
}
