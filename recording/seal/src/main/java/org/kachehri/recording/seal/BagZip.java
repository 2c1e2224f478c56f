package org.kachehri.recording.seal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A bag as one file, to be handed out (RFC 8493 section 4.1: a zip with one folder). Nothing in it is compressed: media can't be made
 * smaller, and so no file of it can be larger than the zip itself, whatever somebody made of it.
 */
public final class BagZip {

    private static final int CHUNK_BYTES = 1 << 16;

    private BagZip() {}

    /**
     * Writes a bag as a zip, with the bag's own name as the folder in it.
     *
     * @param zip must not exist; half of it is there when this fails
     */
    public static void write(Path bag, Path zip) throws IOException {
        String folder = bag.getFileName() + "/";
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setMethod(ZipOutputStream.STORED);
            for (String name : Bag.files(bag)) {
                Path file = bag.resolve(name);
                ZipEntry entry = new ZipEntry(folder + name);
                // No time: a zip knows only local ones, and the seal says when.
                entry.setTime(0);
                entry.setSize(Files.size(file));
                entry.setCompressedSize(Files.size(file));
                entry.setCrc(checksum(file));
                out.putNextEntry(entry);
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        Durable.force(zip);
    }

    private static long checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                checksum.update(chunk, 0, read);
            }
        }
        return checksum.getValue();
    }

    /** Reads something of the bag in a zip. */
    interface Reading<T> {
        T read(Path bag) throws IOException;
    }

    /** @throws ZipException with a sentence, when it isn't a zip with one bag */
    static <T> T read(Path zip, Reading<T> reading) throws IOException {
        String folder = folder(zip);
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            return reading.read(files.getPath("/" + folder));
        }
    }

    private static String folder(Path zip) throws IOException {
        String folder = null;
        try (ZipFile file = new ZipFile(zip.toFile())) {
            if (file.size() > Bag.MAX_FILES) {
                throw new ZipException("it holds more than " + Bag.MAX_FILES + " files");
            }
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                int slash = name.indexOf('/');
                if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                    throw new ZipException("it is compressed, as no package of ours is; unpack it first");
                }
                if (slash <= 0 || folder != null && !folder.equals(name.substring(0, slash))) {
                    throw new ZipException("it isn't one folder with a package");
                }
                folder = name.substring(0, slash);
            }
        }
        if (folder == null || folder.equals("..")) {
            throw new ZipException("it isn't one folder with a package");
        }
        return folder;
    }
}
