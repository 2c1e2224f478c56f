package org.kachehri.media.rtp;

/** What a source carries. Audio is never padded with video and never paused, so the two are told apart early. */
public enum MediaKind {
    AUDIO,
    VIDEO
}
