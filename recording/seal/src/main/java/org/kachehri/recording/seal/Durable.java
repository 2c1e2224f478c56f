package org.kachehri.recording.seal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Writes that outlive a power cut. Any thread; every call blocks on the disk. */
public final class Durable {
    private Durable() {}

    /** A whole file; one of that name is overwritten. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        force(file);
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The names in a folder and in all below it. */
    static void directories(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path directory : all.filter(Files::isDirectory).toList()) {
                directory(directory);
            }
        }
    }

    /** The names in a folder; only Unix can open one. */
    public static void directory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A folder with all in it, such as what a try that broke off has left; nothing where there is none. */
    public static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
