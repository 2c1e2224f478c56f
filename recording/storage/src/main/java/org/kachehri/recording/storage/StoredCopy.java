package org.kachehri.recording.storage;

/**
 * A whole copy in a store.
 *
 * @param indexSha256 of the index that says what belongs to it, and so the index's name
 * @param bytes of all its chunks as stored
 */
public record StoredCopy(String receptionId, String indexSha256, long bytes) {}
