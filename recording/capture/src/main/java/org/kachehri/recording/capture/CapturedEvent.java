package org.kachehri.recording.capture;

/**
 * Something that happened in the room.
 *
 * @param nanos when, nanoseconds since 1970
 * @param json one object with at least {@code type}
 */
public record CapturedEvent(long nanos, String json) {}
