package org.kachehri.media.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Native memory for tests. */
final class Native {
    private Native() {}

    static MemorySegment empty(int length) {
        return Arena.ofAuto().allocate(length, 8);
    }

    static MemorySegment of(byte[] bytes) {
        MemorySegment segment = empty(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    static MemorySegment ofHex(String hex) {
        return of(hex(hex));
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static byte[] bytes(MemorySegment segment, long offset, int length) {
        return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
