package org.kachehri.recording.storage;

/**
 * Something of a copy that isn't as it was stored.
 *
 * @param file of the package, or the copy's index
 * @param chunk the object's name in the store
 * @param how a sentence
 */
public record Fault(String file, String chunk, String how) {}
