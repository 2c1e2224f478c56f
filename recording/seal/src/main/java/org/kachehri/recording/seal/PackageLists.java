package org.kachehri.recording.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The daily lists of packages: a folder for each day, with a {@code signature} like a package's, so that what stamps a package stamps a list. Any thread;
 * blocks on the disk.
 */
public final class PackageLists {
    /** A store of packages has them two folders down, {@code <reception>/package}. */
    private static final int DEPTH = 3;

    private static final String DAY = "\\d{4}-\\d\\d-\\d\\d";

    private PackageLists() {}

    /**
     * Signs a list and puts it into its folder; it appears there when it is whole. Making it again makes it anew.
     *
     * @return its digest, for the next one
     */
    public static String write(Path lists, PackageList list, SigningIdentity identity) throws IOException {
        Path target = lists.resolve(list.day().toString());
        Path making = lists.resolve(list.day() + ".making");
        Durable.deleteTree(making);
        Durable.deleteTree(target);
        Files.createDirectories(making.resolve(Bag.SEAL).getParent());
        SignedText signed = SignedText.by(identity, list.text());
        Durable.write(making.resolve(Bag.SEAL), signed.text());
        Durable.write(making.resolve(Bag.SIGNATURE), signed.signature());
        Durable.write(making.resolve(Bag.CERTIFICATES), signed.certificates().getBytes(StandardCharsets.UTF_8));
        Durable.directories(making);
        Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(lists);
        return Digests.of(signed.text());
    }

    /**
     * Checks lists and that every package they name is there.
     *
     * @param lists the folder of all lists, or of one
     * @param packages where packages are
     * @param trust files of certificates (PEM) of signers and time stamp authorities
     */
    public static ListVerification verify(Path lists, Path packages, List<Path> trust) throws IOException {
        boolean one = Files.isDirectory(lists.resolve("signature"));
        List<Path> folders = one ? List.of(lists.toAbsolutePath().normalize()) : days(lists);
        List<String> troubles = new ArrayList<>();
        boolean known = true;
        int stamped = 0;
        Map<String, PackageList.Entry> named = new LinkedHashMap<>();
        List<X509Certificate> trusted = Verify.trusted(trust);
        Optional<PackageList.Previous> last = Optional.empty();
        for (Path folder : folders) {
            String day = folder.getFileName().toString();
            try {
                SignedText signed = new SignedText(
                        Files.readAllBytes(folder.resolve(Bag.SEAL)),
                        Files.readAllBytes(folder.resolve(Bag.SIGNATURE)),
                        Files.readString(folder.resolve(Bag.CERTIFICATES)));
                known &= Verify.isTrusted(signed.signer(), trusted);
                stamped += new TimeStamps(folder, Bag.SIGNATURE).read().isEmpty() ? 0 : 1;
                PackageList list = PackageList.of(signed.text());
                if (!list.day().toString().equals(day)) {
                    troubles.add("The list of " + day + " is that of " + list.day() + ": it was swapped.");
                }
                if (!one) {
                    gap(list, last).ifPresent(troubles::add);
                }
                last = Optional.of(new PackageList.Previous(list.day(), Digests.of(signed.text())));
                list.packages().forEach(entry -> named.put(entry.sealSha256(), entry));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                troubles.add("The list of " + day + " was altered. " + e.getMessage());
                last = Optional.empty();
            } catch (TimeStamps.Broken e) {
                troubles.add("The time stamp of the list of " + day + " was altered. " + e.getMessage());
            } catch (java.nio.file.NoSuchFileException e) {
                troubles.add("The list of " + day + " isn't whole: a file of its signature is missing.");
                last = Optional.empty();
            }
        }
        Set<String> there = seals(packages);
        for (PackageList.Entry entry : named.values()) {
            if (!there.contains(entry.sealSha256())) {
                troubles.add("The package of " + entry.code() + ", sealed at " + entry.sealedAt() + ", is missing.");
            }
        }
        return new ListVerification(folders.size(), stamped, named.size(), known, troubles);
    }

    /** After a list that was altered nothing is known of the one before; that one has been named already. */
    private static Optional<String> gap(PackageList list, Optional<PackageList.Previous> last) {
        if (list.previous().equals(last)) {
            return Optional.empty();
        }
        if (list.previous().isEmpty()) {
            return Optional.of("The list of " + list.day() + " is the first of a chain, but there are earlier ones.");
        }
        LocalDate before = list.previous().get().day();
        if (last.isEmpty() || !last.get().day().equals(before)) {
            return Optional.of("The list of " + before + " is missing or can't be read: that of " + list.day()
                    + " follows on it.");
        }
        return Optional.of("The list of " + before + " is not the one that that of " + list.day() + " follows on.");
    }

    private static List<Path> days(Path lists) throws IOException {
        try (Stream<Path> all = Files.list(lists)) {
            return all.filter(path -> path.getFileName().toString().matches(DAY))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** The digests of all seals below a folder. */
    private static Set<String> seals(Path packages) throws IOException {
        Set<String> seals = new HashSet<>();
        try (Stream<Path> all = Files.walk(packages, DEPTH)) {
            for (Path bag : all.filter(path -> Files.isRegularFile(path.resolve(Bag.SEAL)))
                    .toList()) {
                seals.add(Verify.sealSha256(bag));
            }
        }
        return seals;
    }
}
