package org.kachehri.recording.composer;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes the portal's fonts known to Java2D, so that names are set right on a machine without fonts of its own. The portal ships them as
 * WOFF (W3C WOFF 1.0: an SFNT whose tables are deflated), which Java doesn't read; unwrapped they are TrueType.
 */
final class PortalFonts {
    private static final int SIGNATURE = 0x774F4646;
    private static final int HEADER = 44;
    private static final int ENTRY = 20;
    private static final int SFNT_HEADER = 12;
    private static final int SFNT_ENTRY = 16;

    /** The largest of our faces unwraps to 0.5 MB; a hundred times that isn't a font. */
    private static final int MAX_BYTES = 50 << 20;

    /** System property with a directory of the portal's fonts (WOFF), for machines that have none of their own. */
    private static final String DIRECTORY = "kachehri.fonts";

    private PortalFonts() {}

    /** Registers the faces of the directory that the process was started with, if with any. */
    static void registerConfigured() throws IOException {
        String directory = System.getProperty(DIRECTORY);
        if (directory != null) {
            register(Path.of(directory));
        }
    }

    /** Registers every regular face in the directory; what isn't a font is passed over with a line on standard error. */
    static void register(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".woff"))
                    .filter(file -> file.getFileName().toString().contains("-400-normal"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try {
                byte[] sfnt = unwrapped(Files.readAllBytes(file));
                Font font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(sfnt));
                GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
            } catch (FontFormatException | IOException e) {
                System.err.println("No font: " + file.getFileName() + ": " + e.getMessage());
            }
        }
    }

    /** The SFNT that a WOFF file wraps. */
    static byte[] unwrapped(byte[] woff) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(woff);
            int tables = in.getShort(12);
            int size = in.getInt(16);
            if (in.getInt(0) != SIGNATURE || tables < 1 || size < SFNT_HEADER || size > MAX_BYTES) {
                throw new IOException("not WOFF");
            }
            ByteBuffer out = ByteBuffer.allocate(size);
            int power = Integer.highestOneBit(tables);
            out.putInt(in.getInt(4)).putShort((short) tables).putShort((short) (power * 16));
            out.putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) ((tables - power) * 16));
            int at = SFNT_HEADER + tables * SFNT_ENTRY;
            for (int i = 0; i < tables; i++) {
                int entry = HEADER + i * ENTRY;
                int compressed = in.getInt(entry + 8);
                int length = in.getInt(entry + 12);
                out.putInt(in.getInt(entry)).putInt(in.getInt(entry + 16));
                out.putInt(at).putInt(length);
                table(woff, in.getInt(entry + 4), compressed, out.array(), at, length);
                at += (length + 3) & ~3;
            }
            return out.array();
        } catch (IndexOutOfBoundsException
                | BufferOverflowException
                | DataFormatException
                | IllegalArgumentException damaged) {
            throw new IOException("damaged WOFF", damaged);
        }
    }

    private static void table(byte[] woff, int from, int compressed, byte[] out, int at, int length)
            throws DataFormatException, IOException {
        if (compressed == length) {
            System.arraycopy(woff, from, out, at, length);
            return;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(woff, from, compressed);
            if (inflater.inflate(out, at, length) != length) {
                throw new IOException("damaged WOFF");
            }
        } finally {
            inflater.end();
        }
    }
}
