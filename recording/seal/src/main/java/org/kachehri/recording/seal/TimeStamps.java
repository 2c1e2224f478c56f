package org.kachehri.recording.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time stamps of a signature in a package, in a folder {@code timestamps/} beside it: {@code 0001.tst} is of the signature, each further one of the file before it and made before that one's
 * certificate ended (time stamp renewal, RFC 4998 section 5.2), so that the first keeps its worth. They come after the seal and vouch for themselves: no
 * manifest lists them, and putting one on changes no other file. Stateless but for its folder; one thread a package.
 */
final class TimeStamps {
    private static final int MAX = 9_999;

    private final Path root;
    private final String signature;

    /** @param signature what the first one is of, as a path in the package */
    TimeStamps(Path root, String signature) {
        this.root = root;
        this.signature = signature;
    }

    private String name(int number) {
        return String.format(
                "%s%s%04d.tst", signature.substring(0, signature.lastIndexOf('/') + 1), Bag.TIME_STAMPS, number);
    }

    private boolean exists(int number) {
        return Files.isRegularFile(root.resolve(name(number)), LinkOption.NOFOLLOW_LINKS);
    }

    /** The files that are there, in order, without a hole. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        while (files.size() < MAX && exists(files.size() + 1)) {
            files.add(name(files.size() + 1));
        }
        return files;
    }

    /**
     * Reads and checks all of them.
     *
     * @throws Broken naming the first that doesn't hold
     */
    List<TimeStamp> read() throws IOException, Broken {
        List<TimeStamp> stamps = new ArrayList<>();
        String stamped = signature;
        for (String file : files()) {
            try {
                TimeStamp stamp = TimeStamp.read(
                        Bag.read(root.resolve(file), Bag.MAX_SMALL_BYTES),
                        Digests.bytesOf(Files.readAllBytes(root.resolve(stamped))));
                if (!stamps.isEmpty() && stamp.at().isAfter(stamps.getLast().ends())) {
                    throw new GeneralSecurityException(
                            "It was made when the certificate of the one before it had ended.");
                }
                stamps.add(stamp);
            } catch (GeneralSecurityException e) {
                throw new Broken(file, e.getMessage());
            }
            stamped = file;
        }
        return stamps;
    }

    /** Until when what is stamped is proven; empty when another stamp is due: there is none, or it ends and isn't new. */
    Optional<Instant> worth(Instant ending, Instant madeBefore) throws IOException, Broken {
        List<TimeStamp> stamps = read();
        return stamps.isEmpty()
                        || stamps.getLast().ends().isBefore(ending)
                                && stamps.getLast().at().isBefore(madeBefore)
                ? Optional.empty()
                : Optional.of(stamps.getLast().ends());
    }

    /**
     * Has another put on; whatever ends this, the package is as it was or has one more.
     *
     * @param trusted whose stamps count
     * @return the new one
     */
    TimeStamp add(TimeStampAuthority authority, List<X509Certificate> trusted)
            throws IOException, InterruptedException {
        List<String> files = files();
        byte[] sha256 =
                Digests.bytesOf(Files.readAllBytes(root.resolve(files.isEmpty() ? signature : files.getLast())));
        byte[] token = authority.stamp(sha256);
        TimeStamp stamp;
        try {
            stamp = TimeStamp.read(token, sha256);
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!Verify.isTrusted(stamp.authority(), trusted)) {
            throw new IOException("The time stamp is by " + stamp.authority().getSubjectX500Principal()
                    + ", whom nobody told us to trust");
        }
        Path file = root.resolve(name(files.size() + 1));
        Files.createDirectories(file.getParent());
        Path making = root.resolveSibling(root.getFileName() + ".stamping");
        Durable.write(making, token);
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.directories(file.getParent());
        Durable.directory(root.resolve(signature).getParent());
        return stamp;
    }

    /** A stamp that doesn't hold. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        final transient String file;

        Broken(String file, String why) {
            super(why);
            this.file = file;
        }
    }
}
