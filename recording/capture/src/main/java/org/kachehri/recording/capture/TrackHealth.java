package org.kachehri.recording.capture;

import java.time.Instant;

/**
 * How one track is doing.
 *
 * @param packets written, repairs included
 * @param missing packets that have entered the ledger
 * @param lastPacket arrival of the newest one
 * @param keyframeSeen false only for video that can't be decoded yet
 */
public record TrackHealth(long packets, long missing, Instant lastPacket, boolean keyframeSeen) {}
