package org.kachehri.recording.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one segment. It stops at the first block that isn't whole, so that a file cut anywhere gives everything before the cut;
 * {@link #wholeBytes} says where that was. Never throws for what the file holds.
 */
final class PcapngReader {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Larger than any block that is written here; a length beyond it means damage. */
    private static final int MAX_BLOCK = 1 << 20;

    /** Hears a segment in file order. */
    interface Visitor {
        void track(CapturedTrack track);

        void event(long nanos, String json);

        /** The bytes stay valid as long as the arena that the file was mapped in. */
        void packet(
                CapturedTrack track,
                long nanos,
                boolean rtcp,
                boolean repaired,
                MemorySegment bytes,
                long offset,
                int length);
    }

    private final MemorySegment file;
    private final List<Optional<CapturedTrack>> interfaces = new ArrayList<>();
    private long wholeBytes;
    private long lastNanos;

    PcapngReader(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            file = channel.size() == 0
                    ? MemorySegment.NULL
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    /** Bytes of whole blocks that the last {@link #read} found. */
    long wholeBytes() {
        return wholeBytes;
    }

    /** The newest stamp that the last {@link #read} found, nanoseconds since 1970; 0 when there was none. */
    long lastNanos() {
        return lastNanos;
    }

    void read(Visitor visitor) {
        interfaces.clear();
        long at = 0;
        while (file.byteSize() - at >= Pcapng.BLOCK_OVERHEAD) {
            int type = file.get(INT, at);
            int length = file.get(INT, at + 4);
            boolean whole = length >= Pcapng.BLOCK_OVERHEAD
                    && length <= MAX_BLOCK
                    && (length & 3) == 0
                    && at + length <= file.byteSize()
                    && file.get(INT, at + length - 4) == length
                    && (at > 0 || type == Pcapng.SECTION_HEADER);
            if (!whole || !block(type, at, length, visitor)) {
                break;
            }
            at += length;
        }
        wholeBytes = at;
    }

    private boolean block(int type, long at, int length, Visitor visitor) {
        return switch (type) {
            case Pcapng.SECTION_HEADER -> length >= 28 && file.get(INT, at + 8) == Pcapng.BYTE_ORDER_MAGIC;
            case Pcapng.INTERFACE_DESCRIPTION -> length >= 20 && interfaceBlock(at, length, visitor);
            case Pcapng.ENHANCED_PACKET -> length >= 32 && packet(at, length, visitor);
            default -> true; // Blocks of later versions are passed over, as the format wants it.
        };
    }

    private boolean interfaceBlock(long at, int length, Visitor visitor) {
        if (file.get(SHORT, at + 8) != Pcapng.LINKTYPE_RAW) {
            interfaces.add(Optional.empty());
            return true;
        }
        String name = option(at + 16, at + length - 4, Pcapng.INTERFACE_NAME);
        String lines = option(at + 16, at + length - 4, Pcapng.OPTION_COMMENT);
        try {
            CapturedTrack track = CapturedTrack.ofSdpLines(name, lines);
            interfaces.add(Optional.of(track));
            visitor.track(track);
            return true;
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    private boolean packet(long at, int length, Visitor visitor) {
        int inter = file.get(INT, at + 8);
        long nanos = ((long) file.get(INT, at + 12) << 32) | (file.get(INT, at + 16) & 0xFFFF_FFFFL);
        int captured = file.get(INT, at + 20);
        if (inter < 0 || inter >= interfaces.size() || captured < 0 || captured > length - 32) {
            return false;
        }
        lastNanos = Math.max(lastNanos, nanos);
        Optional<CapturedTrack> track = interfaces.get(inter);
        if (track.isEmpty()) {
            byte[] json = file.asSlice(at + 28, captured).toArray(ValueLayout.JAVA_BYTE);
            visitor.event(nanos, new String(json, StandardCharsets.UTF_8));
            return true;
        }
        if (captured < Pcapng.SYNTHETIC_HEADERS) {
            return false;
        }
        int port = Short.reverseBytes(file.get(SHORT, at + 28 + Pcapng.IPV4_HEADER + 2)) & 0xFFFF;
        long options = at + 28 + Pcapng.padded(captured);
        boolean repaired =
                option(options, at + length - 4, Pcapng.OPTION_COMMENT).equals(Pcapng.REPAIRED);
        visitor.packet(
                track.get(),
                nanos,
                port == Pcapng.RTCP_PORT,
                repaired,
                file,
                at + 28 + Pcapng.SYNTHETIC_HEADERS,
                captured - Pcapng.SYNTHETIC_HEADERS);
        return true;
    }

    private String option(long from, long end, int wanted) {
        long at = from;
        while (at + 4 <= end) {
            int code = file.get(SHORT, at) & 0xFFFF;
            int length = file.get(SHORT, at + 2) & 0xFFFF;
            if (code == Pcapng.OPTION_END || at + 4 + length > end) {
                break;
            }
            if (code == wanted) {
                return new String(file.asSlice(at + 4, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            }
            at += 4 + Pcapng.padded(length);
        }
        return "";
    }
}
