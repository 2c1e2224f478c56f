package org.kachehri.recording.seal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Names and texts of the package: a BagIt bag (RFC 8493) with a {@code signature} folder. */
final class Bag {
    static final ObjectMapper JSON = new ObjectMapper();

    static final String DECLARATION = "bagit.txt";
    static final String INFORMATION = "bag-info.txt";
    static final String MANIFEST = "manifest-sha256.txt";
    static final String TAG_MANIFEST = "tagmanifest-sha256.txt";
    static final String SEAL = "signature/manifest.json";
    static final String SIGNATURE = "signature/manifest.sig";
    static final String CERTIFICATES = "signature/certificates.pem";
    static final String TIME_STAMPS = "signature/timestamps/";
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

    /** Everything below the package that isn't a directory, relative, with slashes, sorted. */
    static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
