package org.kachehri.recording.seal;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Who seals.
 *
 * @param directory holds the keys (0600) and certificates; created on first use
 * @param organization stands in the certificates, e.g. the name of the archive's office
 */
public record SigningSettings(Path directory, String organization) {
    public SigningSettings {
        Objects.requireNonNull(directory, "directory");
        if (organization.isBlank()) {
            throw new IllegalArgumentException("organization must not be blank: it stands in every seal");
        }
    }
}
