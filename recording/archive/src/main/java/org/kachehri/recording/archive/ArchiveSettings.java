package org.kachehri.recording.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.seal.SigningSettings;
import org.kachehri.recording.seal.TimeAuthoritySettings;

/**
 * Where recordings are and how copies are made.
 *
 * @param directory the store: one folder a reception
 * @param trust certificates (PEM) whose seals count as ours
 * @param composer command that makes viewing copies; the package and the copies' directory are put at its end
 * @param composerTime longer than this and it is ended
 * @param timeAuthority who stamps what is sealed, if anybody
 * @param storage where packages are kept beside the directory; empty: nowhere
 */
public record ArchiveSettings(
        Path directory,
        Path trust,
        List<String> composer,
        Duration composerTime,
        Optional<TimeAuthoritySettings> timeAuthority,
        Optional<StorageSettings> storage) {
    /** Media stays in the mapped package; the index takes 250 bytes a packet: four people for three hours are 5 million packets or 1.2 GB. */
    private static final String COMPOSER_HEAP = "-Xmx1536m";

    /** Live media goes before viewing copies. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    /** A reception of four hours at half of real time. */
    private static final Duration COMPOSER_TIME = Duration.ofHours(8);

    public ArchiveSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(timeAuthority, "timeAuthority");
        Objects.requireNonNull(storage, "storage");
        composer = List.copyOf(composer);
        if (composerTime.isNegative() || composerTime.isZero()) {
            throw new IllegalArgumentException("composerTime must be positive");
        }
    }

    /** The directory is the store. */
    public ArchiveSettings(
            Path directory,
            Path trust,
            List<String> composer,
            Duration composerTime,
            Optional<TimeAuthoritySettings> timeAuthority) {
        this(directory, trust, composer, composerTime, timeAuthority, Optional.empty());
    }

    /** With the composer as a second Java process of the same program. */
    public static ArchiveSettings of(Path directory, SigningSettings signing) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> composer = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            composer.addAll(List.of(NICE.toString(), "-n", "10"));
        }
        composer.addAll(List.of(
                java,
                COMPOSER_HEAP,
                // One thread does the work: collectors and compilers for many cores would only take from live media.
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "org.kachehri.recording.composer.Compose"));
        Path trust = signing.directory().resolve(SigningIdentity.AUTHORITY_CERTIFICATE);
        return new ArchiveSettings(directory, trust, composer, COMPOSER_TIME, Optional.empty());
    }

    /**
     * With the portal's fonts for the names in the copies.
     *
     * @param directory where the built portal's assets are; without them the machine's own fonts have to do
     */
    public ArchiveSettings withFonts(Path directory) {
        if (!Files.isDirectory(directory) || !composer.contains(COMPOSER_HEAP)) {
            return this;
        }
        List<String> command = new ArrayList<>(composer);
        command.add(command.indexOf(COMPOSER_HEAP), "-Dkachehri.fonts=" + directory);
        return new ArchiveSettings(this.directory, trust, command, composerTime, timeAuthority, storage);
    }

    /** With an authority that stamps what is sealed. */
    public ArchiveSettings withTimeAuthority(Optional<TimeAuthoritySettings> authority) {
        return new ArchiveSettings(directory, trust, composer, composerTime, authority, storage);
    }

    /** With stores beside the directory. */
    public ArchiveSettings withStorage(Optional<StorageSettings> stores) {
        return new ArchiveSettings(directory, trust, composer, composerTime, timeAuthority, stores);
    }

    /** All whose word counts here. */
    List<Path> trusted() {
        return Stream.concat(Stream.of(trust), timeAuthority.map(TimeAuthoritySettings::certificates).stream())
                .filter(Files::exists)
                .toList();
    }
}
