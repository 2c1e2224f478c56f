package org.kachehri.recording.capture;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.OpusRed;
import org.kachehri.media.rtp.RtpHeader;

/** What the recorder knows of one track while it writes it: what is missing, and whether there is a picture or a sound. Owned by the recorder's thread. */
final class TrackState {
    private final CapturedTrack track;
    private final GapTracker gaps;
    private final boolean keyFramesVisible;
    private final Optional<PictureWatch> picture;
    private final Optional<SoundWatch> sound;

    /** The counter of a track never stands still for longer without a word in the ledger. */
    private static final long STILL_NANOS = 1_000_000_000L;

    /**
     * The person switched the source off, or the reception muted it.
     *
     * @param over told already, so the next packet ends it
     */
    private record Absence(GapCause cause, long sinceNanos, boolean over) {}

    /** Whether the bridge hears the person; {@code RETURNING} until the first packet. */
    private enum Link {
        UP,
        DOWN,
        RETURNING
    }

    /** All layers of the same picture, this one included. */
    private final List<TrackState> layers;

    private Optional<Absence> absence = Optional.empty();
    private Link link = Link.UP;

    /** The segment in which it has an interface, and which. */
    private int segment;

    private int inter;
    private long packets;
    private long bytes;
    private long lastNanos;

    /** When the track began, or writing went on. */
    private long sinceNanos;

    /** @param layers of the same picture; it becomes one of them */
    TrackState(CapturedTrack track, long repairNanos, long nowNanos, List<TrackState> layers) {
        this.track = track;
        this.layers = layers;
        layers.add(this);
        gaps = new GapTracker(track.name(), repairNanos);
        boolean video = track.kind() == MediaKind.VIDEO;
        keyFramesVisible = Keyframes.visible(track.codec());
        picture = video ? Optional.of(new PictureWatch()) : Optional.empty();
        sound = video ? Optional.empty() : Optional.of(new SoundWatch());
        sinceNanos = nowNanos;
    }

    boolean isIn(int segmentNumber) {
        return segment == segmentNumber;
    }

    void introduced(int segmentNumber, int interfaceNumber) {
        segment = segmentNumber;
        inter = interfaceNumber;
    }

    int interfaceNumber() {
        return inter;
    }

    /**
     * An RTP packet was written.
     *
     * @param header bytes before the payload
     * @param payload bytes of the payload without padding
     * @return what it reveals as missing for good
     */
    List<LedgerEntry> heard(long nanos, MemorySegment packet, long offset, int length, int header, int payload) {
        int sequence = RtpHeader.sequenceNumber(packet, offset);
        long timestamp = RtpHeader.timestamp(packet, offset);
        long ssrc = RtpHeader.ssrc(packet, offset);
        Optional<LedgerEntry> stood = stood(nanos, ssrc, sequence);
        packets++;
        bytes += length;
        lastNanos = nanos;
        if (picture.isPresent() && !gaps.follows(ssrc)) {
            picture.get().begin();
        }
        List<LedgerEntry> entries = gaps.packet(nanos, ssrc, sequence, timestamp);
        if (picture.isPresent()) {
            // Where a codec's key frames can't be seen, every packet counts as one.
            boolean begins = !keyFramesVisible || Keyframes.begins(track.codec(), packet, offset + header, payload);
            boolean marker = !keyFramesVisible || RtpHeader.marker(packet, offset);
            missed(entries);
            picture.get().packet(nanos, gaps.number(sequence), timestamp, marker, begins);
        } else {
            sound(nanos, packet, offset, length, header, payload);
        }
        return stood.isPresent() ? with(entries, stood.get()) : entries;
    }

    /** A jump in numbers of the same cause tells of the time too. */
    private static List<LedgerEntry> with(List<LedgerEntry> entries, LedgerEntry stood) {
        for (LedgerEntry entry : entries) {
            if (entry.cause() == stood.cause()) {
                return entries;
            }
        }
        List<LedgerEntry> all = new ArrayList<>(entries);
        all.add(stood);
        return all;
    }

    /** The person has switched the source off. */
    void switchedOff(long nanos) {
        GapCause cause = track.kind() == MediaKind.AUDIO ? GapCause.MICROPHONE_OFF : GapCause.CAMERA_OFF;
        // Of one that was off, on and off again without a packet the first time counts.
        absence =
                Optional.of(new Absence(cause, absence.map(Absence::sinceNanos).orElse(nanos), false));
    }

    void switchedOn() {
        absence = absence.map(was -> new Absence(was.cause(), was.sinceNanos(), true));
    }

    /** The bridge hears the person no more, or again. */
    void link(boolean up) {
        link = up ? link == Link.UP ? Link.UP : Link.RETURNING : Link.DOWN;
    }

    /** What the ledger has to say of the time before this packet. */
    private Optional<LedgerEntry> stood(long nanos, long ssrc, int sequence) {
        boolean cut = link != Link.UP && stands(nanos);
        if (cut) {
            gaps.expect(GapCause.LINK_DOWN, "");
        }
        if (link == Link.RETURNING) {
            link = Link.UP;
        }
        if (absence.isPresent()) {
            return absence.get().over() ? ended(nanos) : Optional.empty();
        }
        // Numbers that go on prove that nothing was sent; those that are missing are entered as lost.
        return cut || (stands(nanos) && gaps.goesOn(ssrc, sequence))
                ? Optional.of(stood(nanos, cut ? GapCause.LINK_DOWN : offCause()))
                : Optional.empty();
    }

    private boolean stands(long nanos) {
        return packets > 0 && nanos - Math.max(lastNanos, sinceNanos) > STILL_NANOS;
    }

    private LedgerEntry stood(long nanos, GapCause cause) {
        return LedgerEntry.ofTrack(track.name(), Math.max(lastNanos, sinceNanos), nanos, cause);
    }

    private Optional<LedgerEntry> ended(long nanos) {
        Absence was = absence.orElseThrow();
        absence = Optional.empty();
        return Optional.of(LedgerEntry.ofTrack(track.name(), was.sinceNanos(), nanos, was.cause()));
    }

    private GapCause offCause() {
        for (TrackState layer : layers) {
            if (layer != this && layer.lastNanos - lastNanos > STILL_NANOS) {
                return GapCause.LAYER_OFF;
            }
        }
        return track.kind() == MediaKind.AUDIO ? GapCause.MICROPHONE_OFF : GapCause.CAMERA_OFF;
    }

    /** The capture is paused, or ends: what stands still since before is entered. */
    List<LedgerEntry> stopped(long nanos) {
        if (absence.isPresent()) {
            return List.of();
        }
        GapCause cause = link == Link.UP ? offCause() : GapCause.LINK_DOWN;
        return stands(nanos) ? List.of(stood(nanos, cause)) : List.of();
    }

    private void sound(long nanos, MemorySegment packet, long offset, int length, int header, int payload) {
        boolean redundant = RtpHeader.payloadType(packet, offset) == track.redPayloadType();
        int primary = payload;
        if (redundant) {
            int blocks = OpusRed.blocks(packet, offset + header, payload);
            int sequence = RtpHeader.sequenceNumber(packet, offset);
            long timestamp = RtpHeader.timestamp(packet, offset);
            for (int back = 1; back < blocks; back++) {
                long block = OpusRed.block(packet, offset + header, payload, blocks - 1 - back);
                if (OpusRed.payloadType(block) == track.payloadType() && OpusRed.dataLength(block) > 0) {
                    gaps.repeated(sequence, back, timestamp - OpusRed.timestampOffset(block));
                }
            }
            primary =
                    blocks == OpusRed.NONE ? 0 : OpusRed.dataLength(OpusRed.primary(packet, offset + header, payload));
        }
        SoundWatch watch = sound.orElseThrow();
        int level = track.levelExtension() < 1
                ? HeaderExtensions.NO_LEVEL
                : HeaderExtensions.audioLevel(
                        packet, offset, HeaderExtensions.find(packet, offset, length, track.levelExtension()));
        if (level == HeaderExtensions.NO_LEVEL) {
            watch.payload(nanos, primary);
        } else {
            watch.level(nanos, level);
        }
    }

    /** Packets that found no room in the ring. */
    List<LedgerEntry> dropped(PacketDrop drop) {
        List<LedgerEntry> entries = gaps.dropped(drop);
        lastNanos = Math.max(lastNanos, drop.toNanos());
        missed(entries);
        return entries;
    }

    /** What has waited for its repair long enough. */
    List<LedgerEntry> expired(long nowNanos) {
        List<LedgerEntry> entries = gaps.expired(nowNanos);
        missed(entries);
        return entries;
    }

    /** Everything that still waits, and what is still switched off: the capture ends. */
    List<LedgerEntry> close(long nanos) {
        List<LedgerEntry> entries = new ArrayList<>(gaps.close());
        if (absence.isPresent()) {
            entries.addAll(ended(nanos).stream().toList());
        }
        return entries;
    }

    private void missed(List<LedgerEntry> entries) {
        if (picture.isPresent()) {
            for (int i = 0; i < entries.size(); i++) {
                picture.get().lost(entries.get(i).toSequence());
            }
        }
    }

    /** Writing goes on after a pause; a jump in numbers comes from it. */
    void resumed(long nanos, GapCause cause, String detail) {
        gaps.expect(cause, detail);
        sinceNanos = nanos;
    }

    /** The source may be heard again after it was muted. */
    void unmuted(long nanos) {
        gaps.expect(GapCause.MUTED, "");
        if (absence.isEmpty() && packets > 0) {
            absence = Optional.of(new Absence(GapCause.MUTED, lastNanos, true));
        }
        sinceNanos = nanos;
    }

    TrackHealth health(long nowNanos) {
        return new TrackHealth(
                track.publication(),
                packets,
                bytes,
                gaps.missing(),
                Stamps.instant(sinceNanos),
                at(lastNanos),
                picture.flatMap(watch -> at(watch.keyFrameNanos())),
                picture.map(watch -> at(watch.decodableNanos())).orElseGet(() -> at(lastNanos)),
                sound.flatMap(watch -> at(watch.heardNanos())),
                sound.map(watch -> watch.loudest(nowNanos)).orElse(TrackHealth.NO_LEVEL));
    }

    private static Optional<Instant> at(long nanos) {
        return nanos == 0 ? Optional.empty() : Optional.of(Stamps.instant(nanos));
    }
}
