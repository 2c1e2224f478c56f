package org.kachehri.recording.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Papers that came after the seal, such as the signed minutes: {@code addenda/0001/} and so on, each sealed on its own over its papers, the package's seal and the
 * addendum before it, with time stamps of its own. No manifest lists them, and putting one on changes no other file. Stateless but for its folder; one thread a package.
 */
public final class Addenda {
    private static final String FORMAT = "kachehri-addendum-1";
    private static final String FOLDER = "addenda/";
    private static final String CONTENT = "addendum.json";
    private static final String SIGNATURE = "addendum.sig";
    private static final String CERTIFICATES = "certificates.pem";

    /** Signed minutes, and each paragraph that was added to them later. */
    private static final int MAX = 9_999;

    /** Minutes of 2000 paragraphs of 4000 letters. */
    private static final int MAX_PAPER_BYTES = 32 << 20;

    private static final int MAX_PAPERS = 20;

    private final Path root;

    /** @param root of a package */
    public Addenda(Path root) {
        this.root = root;
    }

    /** One that holds. */
    record Addendum(Instant addedAt, X509Certificate signer, List<String> papers, List<TimeStamp> stamps) {}

    /** One that doesn't. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        final transient String file;

        Broken(String file, String why) {
            super(why);
            this.file = file;
        }
    }

    private static String name(int number) {
        return String.format("%s%04d/", FOLDER, number);
    }

    private int count() {
        int count = 0;
        while (count < MAX && Files.isDirectory(root.resolve(name(count + 1)), LinkOption.NOFOLLOW_LINKS)) {
            count++;
        }
        return count;
    }

    /** Of all of them in order, as paths in the package. */
    List<String> signatures() {
        return IntStream.rangeClosed(1, count())
                .mapToObj(number -> name(number) + SIGNATURE)
                .toList();
    }

    /** The newest paper of this name that was added; empty when there is none. */
    public Optional<byte[]> paper(String paper) throws IOException {
        for (int i = count(); i > 0; i--) {
            Path file = root.resolve(name(i) + paper);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(Files.readAllBytes(file));
            }
        }
        return Optional.empty();
    }

    /** Puts another on; whatever ends this, the package is as it was or has one more. */
    public void add(SigningIdentity identity, Map<String, byte[]> papers, Clock clock) throws IOException {
        int number = count() + 1;
        ObjectNode content =
                Bag.JSON.createObjectNode().put("format", FORMAT).put("package", Digests.of(root.resolve(Bag.SEAL)));
        if (number > 1) {
            content.put("previous", Digests.of(root.resolve(name(number - 1) + CONTENT)));
        }
        content.put("addedAt", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
        ArrayNode files = content.putArray("files");
        Path making = root.resolveSibling(root.getFileName() + ".adding");
        Durable.deleteTree(making);
        Files.createDirectories(making);
        for (Map.Entry<String, byte[]> paper : new TreeMap<>(papers).entrySet()) {
            files.addObject()
                    .put("path", paper.getKey())
                    .put("bytes", paper.getValue().length)
                    .put("sha256", Digests.of(paper.getValue()));
            Durable.write(making.resolve(paper.getKey()), paper.getValue());
        }
        SignedText signed = SignedText.by(identity, Bag.JSON.writeValueAsBytes(content));
        Durable.write(making.resolve(CONTENT), signed.text());
        Durable.write(making.resolve(SIGNATURE), signed.signature());
        Durable.write(making.resolve(CERTIFICATES), signed.certificates().getBytes(StandardCharsets.US_ASCII));
        Durable.directory(making);
        Path target = root.resolve(name(number));
        Files.createDirectories(target.getParent());
        Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(target.getParent());
        Durable.directory(root);
    }

    /**
     * Reads and checks all of them.
     *
     * @param present the package's files; those that belong to addenda are taken out
     * @throws Broken naming the first that doesn't hold
     */
    List<Addendum> read(Set<String> present) throws IOException, Broken {
        List<Addendum> addenda = new ArrayList<>();
        Optional<String> previous = Optional.empty();
        for (int number = 1; number <= count(); number++) {
            String folder = name(number);
            Addendum addendum = read(folder, previous);
            List.of(CONTENT, SIGNATURE, CERTIFICATES).forEach(file -> present.remove(folder + file));
            addendum.papers().forEach(paper -> present.remove(folder + paper));
            present.removeAll(new TimeStamps(root, folder + SIGNATURE).files());
            previous = Optional.of(Digests.of(root.resolve(folder + CONTENT)));
            addenda.add(addendum);
        }
        return addenda;
    }

    private Addendum read(String folder, Optional<String> previous) throws IOException, Broken {
        String reading = folder + CONTENT;
        try {
            byte[] text = bytes(reading, Bag.MAX_SMALL_BYTES);
            String certificates =
                    new String(bytes(folder + CERTIFICATES, Bag.MAX_SMALL_BYTES), StandardCharsets.ISO_8859_1);
            X509Certificate signer =
                    new SignedText(text, bytes(folder + SIGNATURE, Bag.MAX_SMALL_BYTES), certificates).signer();
            JsonNode content = Bag.JSON.readTree(text);
            if (!content.path("format").asText().equals(FORMAT)
                    || !content.path("package").asText().equals(Digests.of(root.resolve(Bag.SEAL)))
                    || !content.path("previous").asText().equals(previous.orElse(""))) {
                throw new GeneralSecurityException("It belongs to another package, or to another place in this one.");
            }
            JsonNode files = content.path("files");
            if (files.size() > MAX_PAPERS) {
                throw new GeneralSecurityException("It names " + files.size() + " papers.");
            }
            List<String> papers = new ArrayList<>();
            for (JsonNode file : files) {
                String path = file.path("path").asText();
                if (!Bag.isPayloadPath("data/" + path) || path.contains("/")) {
                    throw new GeneralSecurityException("It names \"" + path + "\", which can't be a paper.");
                }
                reading = folder + path;
                byte[] paper = bytes(reading, MAX_PAPER_BYTES);
                if (paper.length != file.path("bytes").asLong()
                        || !Digests.of(paper).equals(file.path("sha256").asText())) {
                    throw new GeneralSecurityException("It was changed after it was added.");
                }
                papers.add(path);
            }
            List<TimeStamp> stamps = new TimeStamps(root, folder + SIGNATURE).read();
            return new Addendum(Instant.parse(content.path("addedAt").asText()), signer, papers, stamps);
        } catch (TimeStamps.Broken e) {
            throw new Broken(e.file, e.getMessage());
        } catch (GeneralSecurityException | DateTimeException | JsonProcessingException e) {
            throw new Broken(reading, e.getMessage());
        }
    }

    private byte[] bytes(String path, int maxBytes) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            throw new GeneralSecurityException("It is missing.");
        }
        return Bag.read(root.resolve(path), maxBytes);
    }
}
