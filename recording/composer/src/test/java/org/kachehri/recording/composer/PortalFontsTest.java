package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class PortalFontsTest {
    private static final byte[] LONG_TABLE = new byte[400];
    private static final byte[] SHORT_TABLE = {1, 2, 3, 4, 5};

    /** Two tables: one deflated, one too short to gain by it. */
    private static byte[] woff() {
        Arrays.fill(LONG_TABLE, (byte) 7);
        byte[] deflated = new byte[400];
        Deflater deflater = new Deflater();
        deflater.setInput(LONG_TABLE);
        deflater.finish();
        int compressed = deflater.deflate(deflated);
        deflater.end();
        int first = 44 + 2 * 20;
        int second = (first + compressed + 3) & ~3;
        ByteBuffer woff = ByteBuffer.allocate(second + 8);
        woff.putInt(0x774F4646)
                .putInt(0x00010000)
                .putInt(woff.capacity())
                .putShort((short) 2)
                .putShort((short) 0);
        woff.putInt(12 + 32 + 400 + 8);
        woff.position(44);
        woff.putInt(0x676C7966).putInt(first).putInt(compressed).putInt(400).putInt(99);
        woff.putInt(0x68656164).putInt(second).putInt(5).putInt(5).putInt(98);
        woff.put(first, deflated, 0, compressed);
        woff.put(second, SHORT_TABLE);
        return woff.array();
    }

    @Test
    void aWrappedFontIsUnwrappedTableByTable() throws IOException {
        ByteBuffer sfnt = ByteBuffer.wrap(PortalFonts.unwrapped(woff()));
        assertEquals(0x00010000, sfnt.getInt(0));
        assertEquals(2, sfnt.getShort(4));
        assertEquals(32, sfnt.getShort(6));
        assertEquals(0x676C7966, sfnt.getInt(12));
        assertEquals(99, sfnt.getInt(16));
        int first = sfnt.getInt(20);
        assertArrayEquals(LONG_TABLE, Arrays.copyOfRange(sfnt.array(), first, first + 400));
        int second = sfnt.getInt(36);
        assertArrayEquals(SHORT_TABLE, Arrays.copyOfRange(sfnt.array(), second, second + 5));
    }

    @Test
    void whatIsDamagedIsRefused() {
        byte[] woff = woff();
        for (int length = 0; length < woff.length - 8; length++) {
            byte[] cut = Arrays.copyOf(woff, length);
            assertThrows(IOException.class, () -> PortalFonts.unwrapped(cut));
        }
    }
}
