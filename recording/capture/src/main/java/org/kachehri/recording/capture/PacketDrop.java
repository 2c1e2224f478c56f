package org.kachehri.recording.capture;

/** RTP packets of one source, with consecutive numbers, that found no room in the ring. */
record PacketDrop(CapturedTrack track, long ssrc, int fromSequence, int toSequence, long fromNanos, long toNanos) {
    boolean isFollowedBy(PacketDrop next) {
        return next.ssrc == ssrc && next.track.equals(track) && (next.fromSequence - toSequence & 0xFFFF) == 1;
    }

    PacketDrop with(PacketDrop next) {
        return new PacketDrop(track, ssrc, fromSequence, next.toSequence, fromNanos, next.toNanos);
    }
}
