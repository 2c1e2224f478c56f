package org.kachehri.recording.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and texts of the package: a BagIt bag (RFC 8493) with a {@code signature} folder. */
final class Bag {
    /** More than a reception of five days has segments of 10 s. */
    static final int MAX_FILES = 50_000;

    /** A seal names a file in 170 bytes and a segment's place in the chain in 330: 25 MB of {@link #MAX_FILES}. */
    static final int MAX_SEAL_BYTES = 32 << 20;

    /** A chain of certificates, a time stamp, a tag manifest: some kilobytes each. */
    static final int MAX_SMALL_BYTES = 256 << 10;

    /** A stranger's seal may be any text: 18 tokens a file and its segment, ten levels would do. */
    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10)
                    .maxTokenCount(20L * MAX_FILES)
                    .build())
            .build());

    /** {@code data/segments/} is the deepest folder but one; what lies deeper isn't looked into, only found. */
    private static final int MAX_DEPTH = 5;

    /**
     * What we call files. It leaves out what leads elsewhere (RFC 8493 section 5.2: {@code ..}, {@code ~}, a drive, a root) and what has to be
     * encoded in a manifest (section 2.1.3: line ends and the percent sign).
     */
    private static final Pattern NAME = Pattern.compile("data(/[A-Za-z0-9][A-Za-z0-9._-]{0,79}){1,3}");

    static final String DECLARATION = "bagit.txt";
    static final String INFORMATION = "bag-info.txt";
    static final String MANIFEST = "manifest-sha256.txt";
    static final String TAG_MANIFEST = "tagmanifest-sha256.txt";
    static final String SEAL = "signature/manifest.json";
    static final String SIGNATURE = "signature/manifest.sig";
    static final String CERTIFICATES = "signature/certificates.pem";
    static final String TIME_STAMPS = "timestamps/";
    static final String SEGMENTS = "data/segments/";

    /** The tag files whose digests stand in the seal itself. */
    static final List<String> SIGNED_TAGS = List.of(DECLARATION, INFORMATION, MANIFEST, CERTIFICATES);

    /** In the order in which a broken signature is blamed on them. */
    static final List<String> SIGNATURE_FILES = List.of(CERTIFICATES, SEAL, SIGNATURE);

    static final String DECLARATION_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    private Bag() {}

    /** RFC 8493 section 2.1.3: one line a file, sorted by path here so that the text is a function of the content. */
    static String manifestText(Map<String, String> digestOfPath) {
        StringBuilder text = new StringBuilder();
        digestOfPath.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(file -> text.append(file.getValue())
                .append("  ")
                .append(file.getKey())
                .append('\n'));
        return text.toString();
    }

    /** Whether a file of the payload can have this path. */
    static boolean isPayloadPath(String path) {
        return NAME.matcher(path).matches();
    }

    /**
     * Everything below the package that isn't a directory, relative, with slashes, sorted; of more than {@link #MAX_FILES} only one more
     * than these.
     */
    static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root, MAX_DEPTH)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                            || root.relativize(path).getNameCount() == MAX_DEPTH)
                    .limit(MAX_FILES + 1L)
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    /**
     * A file that is read whole.
     *
     * @throws GeneralSecurityException when it is larger than such a file can be; then no more than that was read
     */
    static byte[] read(Path file, int maxBytes) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new GeneralSecurityException("It is larger than " + maxBytes + " bytes, as no such file is.");
            }
            return bytes;
        }
    }
}
