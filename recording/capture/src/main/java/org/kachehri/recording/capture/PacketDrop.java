package org.kachehri.recording.capture;

/** RTP packets of one source, with consecutive numbers, that found no room in the ring. */
record PacketDrop(CapturedTrack track, long ssrc, int fromSequence, int toSequence, long fromNanos, long toNanos) {
    /** Numbers have 16 bits: of a drop of half as many it could not be told any more whether they went forwards. */
    private static final int MOST_PACKETS = 0x4000;

    boolean isFollowedBy(PacketDrop next) {
        return (next.toSequence - fromSequence & 0xFFFF) < MOST_PACKETS
                && next.ssrc == ssrc
                && next.track.equals(track)
                && (next.fromSequence - toSequence & 0xFFFF) == 1;
    }

    PacketDrop with(PacketDrop next) {
        return new PacketDrop(track, ssrc, fromSequence, next.toSequence, fromNanos, next.toNanos);
    }
}
