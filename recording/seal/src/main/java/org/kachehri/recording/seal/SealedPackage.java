package org.kachehri.recording.seal;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A package that was sealed.
 *
 * @param manifestSha256 SHA-256 of {@code signature/manifest.json}: it stands for every byte of the package
 * @param bytes payload
 */
public record SealedPackage(Path path, String manifestSha256, int segments, long bytes, Instant sealedAt) {}
