package org.kachehri.recording.seal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kachehri.recording.capture.CaptureResult;
import org.kachehri.recording.capture.SegmentDigest;

/**
 * Seals a finished capture: puts it with its papers into a bag, chains the segments, signs, and fsyncs every file. The package appears
 * under its name only when it is whole; sealing again after a crash begins anew. Immutable; any thread, blocks on the disk.
 */
public final class Seal {
    private record Written(long bytes, String sha256) {}

    private final SigningIdentity identity;
    private final Clock clock;

    public Seal(SigningIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * Seals into a new directory. The capture's own directory stays as it is; where the file system can, its segments are linked, not copied.
     *
     * @param target must not exist
     * @throws IOException when the disk fails, or a segment isn't any more what it was when it was closed
     */
    public SealedPackage seal(SealRequest request, Path target) throws IOException {
        Path building = begin(target);
        Files.createDirectories(building.resolve(Bag.SEGMENTS));
        Map<String, Written> payload = payload(request, building);
        ObjectNode manifest = Bag.JSON
                .createObjectNode()
                .put("format", "kachehri-recording-1")
                .put("code", request.code());
        ArrayNode segments = manifest.putArray("segments");
        String previous = SegmentDigest.GENESIS;
        for (SegmentDigest segment : request.capture().segments()) {
            segments.addObject()
                    .put("path", Bag.SEGMENTS + segment.name())
                    .put("sha256", segment.sha256())
                    .put("previous", previous)
                    .put("chain", segment.chain());
            previous = segment.chain();
        }
        return finish(building, target, request.code(), payload, manifest);
    }

    /**
     * Seals an extract into a new directory: signed by the same identity and checked the same way, but without segments, because it isn't
     * the evidence itself.
     *
     * @param target must not exist
     */
    public SealedPackage seal(ExtractRequest request, Path target) throws IOException {
        Path building = begin(target);
        Files.createDirectories(building.resolve("data"));
        Map<String, Written> payload = new LinkedHashMap<>();
        for (Map.Entry<String, Path> entry : request.files().entrySet()) {
            String path = "data/" + entry.getKey();
            Path file = building.resolve(path);
            Files.copy(entry.getValue(), file);
            Durable.force(file);
            payload.put(path, new Written(Files.size(file), Digests.of(file)));
        }
        ObjectNode manifest =
                Bag.JSON.createObjectNode().put("format", "kachehri-extract-1").put("code", request.code());
        manifest.set("extract", request.about());
        return finish(building, target, request.code(), payload, manifest);
    }

    private static Path begin(Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path building = target.resolveSibling(target.getFileName() + ".sealing");
        Durable.deleteTree(building);
        Files.createDirectories(building.resolve(Bag.SEAL).getParent());
        return building;
    }

    /** Writes the bag's own files, signs, and gives the package its name. */
    private SealedPackage finish(
            Path building, Path target, String code, Map<String, Written> payload, ObjectNode manifest)
            throws IOException {
        // Microseconds, as the database keeps times: both must say the same.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long bytes = payload.values().stream().mapToLong(Written::bytes).sum();

        Map<String, String> digests = new TreeMap<>();
        payload.forEach((path, written) -> digests.put(path, written.sha256()));
        Map<String, Written> files = new LinkedHashMap<>(payload);
        files.put(Bag.DECLARATION, write(building, Bag.DECLARATION, Bag.DECLARATION_TEXT));
        files.put(Bag.INFORMATION, write(building, Bag.INFORMATION, information(code, now, payload.size(), bytes)));
        files.put(Bag.MANIFEST, write(building, Bag.MANIFEST, Bag.manifestText(digests)));

        files.put(Bag.CERTIFICATES, write(building, Bag.CERTIFICATES, identity.chain()));

        manifest.put("sealedAt", now.toString());
        ArrayNode list = manifest.putArray("files");
        files.forEach((path, written) ->
                list.addObject().put("path", path).put("bytes", written.bytes()).put("sha256", written.sha256()));
        byte[] signed = (manifest.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        Map<String, String> tags = new TreeMap<>();
        for (String tag : Bag.SIGNED_TAGS) {
            tags.put(tag, files.get(tag).sha256());
        }
        tags.put(Bag.SEAL, write(building, Bag.SEAL, signed).sha256());
        tags.put(
                Bag.SIGNATURE,
                write(building, Bag.SIGNATURE, identity.sign(signed)).sha256());
        write(building, Bag.TAG_MANIFEST, Bag.manifestText(tags));
        Durable.directories(building);
        Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(target.toAbsolutePath().getParent());
        int segments = manifest.path("segments").size();
        return new SealedPackage(target, Digests.of(signed), segments, bytes, now);
    }

    private static Map<String, Written> payload(SealRequest request, Path building) throws IOException {
        Map<String, Written> payload = new LinkedHashMap<>();
        Path capture = request.capture().directory();
        for (SegmentDigest segment : request.capture().segments()) {
            String path = Bag.SEGMENTS + segment.name();
            Path file = building.resolve(path);
            linkOrCopy(capture.resolve(segment.name()), file);
            Written written = new Written(Files.size(file), Digests.of(file));
            if (!written.sha256().equals(segment.sha256())) {
                throw new IOException(segment.name() + " isn't any more what it was when it was closed");
            }
            payload.put(path, written);
        }
        for (String name : List.of(CaptureResult.SEGMENTS, CaptureResult.LEDGER, CaptureResult.EVENTS)) {
            byte[] content =
                    Files.exists(capture.resolve(name)) ? Files.readAllBytes(capture.resolve(name)) : new byte[0];
            payload.put("data/" + name, write(building, "data/" + name, content));
        }
        payload.put("data/reception.json", write(building, "data/reception.json", request.receptionJson()));
        for (Map.Entry<String, byte[]> paper : request.papers().entrySet()) {
            String path = "data/" + paper.getKey();
            payload.put(path, write(building, path, paper.getValue()));
        }
        return payload;
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.copy(from, to);
            Durable.force(to);
        }
    }

    private static String information(String code, Instant now, int files, long bytes) {
        return "Bag-Software-Agent: Kachehri\n"
                + "Bagging-Date: " + now.atZone(ZoneOffset.UTC).toLocalDate() + "\n"
                + "External-Identifier: " + code + "\n"
                + "Payload-Oxum: " + bytes + "." + files + "\n";
    }

    private static Written write(Path root, String path, String text) throws IOException {
        return write(root, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Written write(Path root, String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Durable.write(file, bytes);
        return new Written(bytes.length, Digests.of(bytes));
    }
}
