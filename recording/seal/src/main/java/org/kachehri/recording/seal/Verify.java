package org.kachehri.recording.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.kachehri.recording.capture.SegmentDigest;

/**
 * Checks a package with nothing but the package, and a list of trusted certificates if there is one. Stateless; any thread, blocks on the disk.
 *
 * <p>The signature is looked at first, because only then is it known what every file should be. When it doesn't hold, the tag manifest tells
 * which of the signature's own files was changed.
 */
public final class Verify {
    /** What is signed, as a path in the package. */
    public static final String SEAL = Bag.SEAL;

    /** Signer, authorities between, root: as deep as public key infrastructures go, twice. */
    private static final int MAX_CERTIFICATES = 10;

    private record File(long bytes, String sha256) {}

    private record SealContent(Instant sealedAt, Map<String, File> files, List<String> segments, boolean chained) {}

    private final Path root;
    private final Set<String> present;
    private final String tagManifestText;
    private final Map<String, String> tags;

    private Verify(Path root) throws IOException {
        this.root = root;
        present = new TreeSet<>(Bag.files(root));
        tagManifestText = tagManifestText();
        tags = tagManifest();
    }

    /** The seal of a package, by which it is told from any other, also of the same signer: SHA-256 in hexadecimal. */
    public static String sealSha256(Path sealed) throws IOException {
        return Digests.of(sealed.resolve(SEAL));
    }

    /**
     * Checks a package.
     *
     * @param path the package's directory, or a zip of it ({@link BagZip})
     * @param trust files of certificates (PEM): the seal counts as trusted when its signer or the authority that issued it is among them, a time stamp
     *     likewise
     * @throws IOException when the disk or a trust file can't be read; never for what a package holds
     */
    public static Verification verify(Path path, List<Path> trust) throws IOException {
        if (Files.isRegularFile(path)) {
            try {
                return BagZip.read(path, bag -> verify(bag, trust));
            } catch (ZipException e) {
                return Verification.notAPackage(path + " isn't a package: " + e.getMessage() + ".");
            }
        }
        if (!Files.isDirectory(path)) {
            return Verification.notAPackage(path + " isn't a folder.");
        }
        long marks = List.of(Bag.DECLARATION, Bag.MANIFEST, Bag.SEAL).stream()
                .filter(mark -> Files.exists(path.resolve(mark)))
                .count();
        // Two of three: so that a package that lost one of them is called damaged, and any other folder isn't.
        if (marks < 2) {
            return Verification.notAPackage(path + " holds no sealed recording.");
        }
        Verify verify = new Verify(path.toRealPath());
        if (verify.present.size() > Bag.MAX_FILES) {
            return Verification.notAPackage(
                    path + " holds more than " + Bag.MAX_FILES + " files, as no sealed recording does.");
        }
        return verify.verify(trusted(trust));
    }

    static List<X509Certificate> trusted(List<Path> trust) throws IOException {
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path file : trust) {
            try {
                trusted.addAll(Pem.certificates(file));
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " holds no certificates: " + e.getMessage(), e);
            }
        }
        return trusted;
    }

    private Verification verify(List<X509Certificate> trusted) throws IOException {
        List<X509Certificate> chain;
        byte[] manifest;
        SealContent seal;
        try {
            chain = certificates();
            manifest = bytes(Bag.SEAL, Bag.MAX_SEAL_BYTES);
            check(chain.getFirst(), manifest);
            seal = content(manifest);
        } catch (GeneralSecurityException | IllegalArgumentException | DateTimeException e) {
            return damaged(firstDamagedSignatureFile(), e.getMessage(), 0, 0, Optional.empty(), Optional.empty());
        }
        X509Certificate signer = chain.getFirst();
        int intactSegments = 0;
        String firstDamaged = null;
        for (Map.Entry<String, File> file : seal.files().entrySet()) {
            boolean intact = isIntact(file.getKey(), file.getValue());
            intactSegments += intact && seal.segments().contains(file.getKey()) ? 1 : 0;
            firstDamaged = firstDamaged == null && !intact ? file.getKey() : firstDamaged;
        }
        Optional<X509Certificate> by = Optional.of(signer);
        Optional<SealContent> of = Optional.of(seal);
        int segments = seal.segments().size();
        if (firstDamaged != null) {
            String how = present.contains(firstDamaged) ? "It was changed after it was sealed." : "It is missing.";
            return damaged(firstDamaged, how, segments, intactSegments, by, of);
        }
        if (!seal.chained()) {
            return damaged(Bag.SEAL, "Its segments aren't chained.", segments, intactSegments, by, of);
        }
        if (!isTagManifestExact(seal)) {
            return damaged(Bag.TAG_MANIFEST, "It was changed or is missing.", segments, intactSegments, by, of);
        }
        TimeStamps timeStamps = new TimeStamps(root, Bag.SIGNATURE);
        List<TimeStamp> stamps;
        try {
            stamps = timeStamps.read();
        } catch (TimeStamps.Broken e) {
            return damaged(e.file, e.getMessage(), segments, intactSegments, by, of);
        }
        present.removeAll(timeStamps.files());
        List<Addenda.Addendum> addenda;
        try {
            addenda = new Addenda(root).read(present);
        } catch (Addenda.Broken e) {
            return damaged(e.file, e.getMessage(), segments, intactSegments, by, of);
        }
        for (String file : present) {
            if (!seal.files().containsKey(file) && !tags.containsKey(file) && !file.equals(Bag.TAG_MANIFEST)) {
                return damaged(file, "It was put in after sealing.", segments, intactSegments, by, of);
            }
        }
        return judged(chain.getFirst(), seal, stamps, addenda, trusted);
    }

    private static Verification judged(
            X509Certificate signer,
            SealContent seal,
            List<TimeStamp> stamps,
            List<Addenda.Addendum> addenda,
            List<X509Certificate> trusted) {
        boolean known = isTrusted(signer, trusted);
        boolean addersKnown = addenda.stream()
                .allMatch(one -> isTrusted(one.signer(), trusted)
                        && isValidAt(one.signer(), one.addedAt())
                        && proven(one.stamps(), trusted)
                                .map(before -> isValidAt(one.signer(), before))
                                .orElse(true));
        Optional<Verification.Time> time =
                stamps.isEmpty() ? Optional.empty() : Optional.of(time(stamps, addenda, trusted));
        Optional<Instant> proven = proven(stamps, trusted);
        boolean inTime = isValidAt(signer, seal.sealedAt());
        boolean stampedInTime = proven.map(before -> isValidAt(signer, before)).orElse(true);
        String reason;
        if (!inTime) {
            reason = "Intact, but the signer's certificate was not valid when it was sealed.";
        } else if (!stampedInTime) {
            reason = "Intact, but the signer's certificate was not valid when it was stamped: it was valid until "
                    + signer.getNotAfter().toInstant() + ", the time stamp is of " + proven.get() + ".";
        } else if (!known) {
            reason = "Intact, but the signer isn't known here.";
        } else if (!addersKnown) {
            reason = "Intact, but who added papers to it isn't known here, or the certificate wasn't valid then.";
        } else if (proven.isPresent()) {
            reason = "Intact, sealed by a trusted signer; a time stamp proves that it was before " + proven.get() + ".";
        } else if (time.isPresent()) {
            reason =
                    "Intact, sealed by a trusted signer. Valid, time not proven: the time stamp's authority isn't known here.";
        } else {
            reason = "Intact, sealed by a trusted signer. Valid, time not proven: there is no time stamp.";
        }
        if (!addenda.isEmpty()) {
            Addenda.Addendum last = addenda.getLast();
            reason += " Papers were added later, at last at " + last.addedAt();
            reason += proven(last.stamps(), trusted)
                    .map(before -> "; a time stamp proves that it was before " + before + ".")
                    .orElse(".");
        }
        return new Verification(
                known && addersKnown && inTime && stampedInTime ? Verdict.INTACT : Verdict.INTACT_SIGNER_UNKNOWN,
                Optional.empty(),
                reason,
                seal.segments().size(),
                seal.segments().size(),
                Optional.of(signer.getSubjectX500Principal().getName()),
                Optional.of(SigningIdentity.fingerprint(signer)),
                Optional.of(seal.sealedAt()),
                time);
    }

    private static Verification.Time time(
            List<TimeStamp> stamps, List<Addenda.Addendum> addenda, List<X509Certificate> trusted) {
        Instant renewBefore = Stream.concat(Stream.of(stamps), addenda.stream().map(Addenda.Addendum::stamps))
                .filter(each -> !each.isEmpty())
                .map(each -> each.getLast().ends())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Verification.Time(
                stamps.getFirst().at(),
                stamps.getFirst().authority().getSubjectX500Principal().getName(),
                proven(stamps, trusted).isPresent(),
                renewBefore);
    }

    /** The first proves the time; every one after it proves the one before. Empty when one of them is of somebody unknown here. */
    private static Optional<Instant> proven(List<TimeStamp> stamps, List<X509Certificate> trusted) {
        return stamps.stream().allMatch(stamp -> isTrusted(stamp.authority(), trusted))
                ? stamps.stream().findFirst().map(TimeStamp::at)
                : Optional.empty();
    }

    static boolean isTrusted(X509Certificate certificate, List<X509Certificate> trusted) {
        return trusted.contains(certificate)
                || trusted.stream().anyMatch(authority -> isIssuer(authority, certificate));
    }

    private static boolean isIssuer(X509Certificate authority, X509Certificate signer) {
        try {
            signer.verify(authority.getPublicKey());
            return authority.getBasicConstraints() >= 0
                    && authority.getSubjectX500Principal().equals(signer.getIssuerX500Principal());
        } catch (GeneralSecurityException notTheIssuer) {
            return false;
        }
    }

    private static boolean isValidAt(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    private static Verification damaged(
            String file,
            String how,
            int segments,
            int intactSegments,
            Optional<X509Certificate> signer,
            Optional<SealContent> seal) {
        return new Verification(
                Verdict.DAMAGED,
                Optional.of(file),
                "Damaged: " + file + ". " + how,
                segments,
                intactSegments,
                signer.map(certificate -> certificate.getSubjectX500Principal().getName()),
                signer.map(SigningIdentity::fingerprint),
                seal.map(SealContent::sealedAt),
                Optional.empty());
    }

    private byte[] bytes(String path, int maxBytes) throws IOException, GeneralSecurityException {
        if (!isRegular(path)) {
            throw new GeneralSecurityException("It is missing.");
        }
        return Bag.read(root.resolve(path), maxBytes);
    }

    /** A link isn't a file of the package: what it points to may change. */
    private boolean isRegular(String path) {
        return Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private List<X509Certificate> certificates() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(bytes(Bag.CERTIFICATES, Bag.MAX_SMALL_BYTES));
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw new GeneralSecurityException("There are " + chain.size() + " certificates.");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isIssuer(chain.get(i + 1), chain.get(i))) {
                throw new GeneralSecurityException("The certificates don't belong together.");
            }
        }
        return chain;
    }

    private void check(X509Certificate signer, byte[] manifest) throws IOException, GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(signer.getPublicKey());
        signature.update(manifest);
        if (!signature.verify(bytes(Bag.SIGNATURE, Bag.MAX_SMALL_BYTES))) {
            throw new GeneralSecurityException("The signature doesn't match.");
        }
    }

    private String firstDamagedSignatureFile() throws IOException {
        for (String file : Bag.SIGNATURE_FILES) {
            // A size that no such file has is damage enough; a terabyte of zeros needn't be read to the end.
            if (!isRegular(file)
                    || Files.size(root.resolve(file)) > Bag.MAX_SEAL_BYTES
                    || !Digests.of(root.resolve(file)).equals(tags.get(file))) {
                return file;
            }
        }
        return Bag.SEAL;
    }

    private boolean isTagManifestExact(SealContent seal) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String tag : Bag.SIGNED_TAGS) {
            expected.put(tag, seal.files().get(tag).sha256());
        }
        for (String tag : List.of(Bag.SEAL, Bag.SIGNATURE)) {
            expected.put(tag, Digests.of(root.resolve(tag)));
        }
        return tagManifestText.equals(Bag.manifestText(expected));
    }

    /** Empty when it can't be one. */
    private String tagManifestText() throws IOException {
        try {
            return new String(bytes(Bag.TAG_MANIFEST, Bag.MAX_SMALL_BYTES), StandardCharsets.ISO_8859_1);
        } catch (GeneralSecurityException missingOrTooLarge) {
            return "";
        }
    }

    private Map<String, String> tagManifest() {
        Map<String, String> found = new TreeMap<>();
        for (String line : tagManifestText.split("\n", -1)) {
            int space = line.indexOf("  ");
            if (space > 0) {
                found.put(line.substring(space + 2), line.substring(0, space));
            }
        }
        return found;
    }

    private static SealContent content(byte[] manifest) throws IOException {
        JsonNode seal;
        try {
            seal = Bag.JSON.readTree(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("It can't be read as a seal.", e);
        }
        Map<String, File> files = new LinkedHashMap<>();
        // Where capitals don't count, two such names would be one file.
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode file : seal.path("files")) {
            String path = file.path("path").asText();
            if (!Bag.isPayloadPath(path) && !Bag.SIGNED_TAGS.contains(path)) {
                throw new IllegalArgumentException("It names \"" + path + "\", which can't be a file of a package.");
            }
            if (!names.add(path)) {
                throw new IllegalArgumentException("It names " + path + " twice.");
            }
            files.put(
                    path,
                    new File(file.path("bytes").asLong(), file.path("sha256").asText()));
        }
        String previous = SegmentDigest.GENESIS;
        boolean chained = true;
        Map<String, String> segments = new LinkedHashMap<>();
        for (JsonNode segment : seal.path("segments")) {
            String sha256 = segment.path("sha256").asText();
            String path = segment.path("path").asText();
            segments.put(path, sha256);
            String chain = SegmentDigest.chain(previous, sha256);
            chained &= previous.equals(segment.path("previous").asText())
                    && chain.equals(segment.path("chain").asText())
                    && files.containsKey(path)
                    && files.get(path).sha256().equals(sha256);
            previous = chain;
        }
        if (!files.keySet().containsAll(Bag.SIGNED_TAGS)) {
            throw new IllegalArgumentException("It doesn't list the bag's own files.");
        }
        Instant sealedAt = Instant.parse(seal.path("sealedAt").asText());
        return new SealContent(sealedAt, files, List.copyOf(segments.keySet()), chained);
    }

    private boolean isIntact(String path, File file) throws IOException {
        Path resolved = root.resolve(path);
        return isRegular(path)
                && Files.size(resolved) == file.bytes()
                && Digests.of(resolved).equals(file.sha256());
    }
}
