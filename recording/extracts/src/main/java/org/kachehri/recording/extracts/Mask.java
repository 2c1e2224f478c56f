package org.kachehri.recording.extracts;

/**
 * Somebody in an extract who shall not be recognised.
 *
 * @param peer who, as the package calls them
 * @param alias stands for the name
 * @param voice what becomes of the voice
 */
record Mask(String peer, String alias, Voice voice) {
    /** As the composer knows it. */
    enum Voice {
        VEILED,
        SILENT
    }
}
