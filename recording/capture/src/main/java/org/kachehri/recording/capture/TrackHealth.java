package org.kachehri.recording.capture;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How one track is doing, measured where it is written.
 *
 * @param source what is shown or said, e.g. {@code p3/camera}; the layers of a simulcast have the same
 * @param packets written, repairs included
 * @param bytes of these packets
 * @param missing packets that have entered the ledger
 * @param since when the track began, or writing went on after a pause
 * @param lastPacket arrival of the newest one
 * @param keyFrame when the newest key frame was whole, all its packets there; empty for sound
 * @param goodUntil until when there is something to play: of a picture until when it can be decoded, of sound its newest packet
 * @param heard when sound was heard last; packets may come without any
 * @param loudest of the last 5 to 10 s in -dBov (0 loudest, 127 digital silence); {@link #NO_LEVEL} where the packets don't tell, then
 *     {@code heard} only knows voice from discontinuous transmission
 */
public record TrackHealth(
        String source,
        long packets,
        long bytes,
        long missing,
        Instant since,
        Optional<Instant> lastPacket,
        Optional<Instant> keyFrame,
        Optional<Instant> goodUntil,
        Optional<Instant> heard,
        int loudest) {
    /** Packets don't tell how loud they are. */
    public static final int NO_LEVEL = -1;

    public TrackHealth {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastPacket, "lastPacket");
        Objects.requireNonNull(keyFrame, "keyFrame");
        Objects.requireNonNull(goodUntil, "goodUntil");
        Objects.requireNonNull(heard, "heard");
    }
}
