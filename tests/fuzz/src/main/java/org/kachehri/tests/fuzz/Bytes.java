package org.kachehri.tests.fuzz;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Lays an input out so that whoever reads beside it is caught. */
final class Bytes {
    /** Odd, so that nothing is aligned by accident. */
    private static final int BEFORE = 7;

    private Bytes() {}

    /** Everything that a parser tells about the bytes at an offset. */
    interface Reader {
        List<Object> read(MemorySegment bytes, long offset, int length);
    }

    /**
     * Reads the input alone, where a step to either side leaves the segment and throws, and again behind other bytes that it must not
     * be influenced by.
     */
    static void readEverywhere(byte[] input, Reader reader) {
        List<Object> alone = reader.read(MemorySegment.ofArray(input.clone()), 0, input.length);
        for (int filling : new int[] {0x00, 0xFF}) {
            List<Object> behind = reader.read(behind(input, filling), BEFORE, input.length);
            expect(alone.equals(behind), "what stands before changes " + alone + " into " + behind);
        }
    }

    private static MemorySegment behind(byte[] input, int filling) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[BEFORE + input.length]);
        bytes.fill((byte) filling);
        MemorySegment.copy(MemorySegment.ofArray(input), 0, bytes, BEFORE, input.length);
        return bytes;
    }

    static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
