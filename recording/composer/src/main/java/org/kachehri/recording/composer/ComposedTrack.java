package org.kachehri.recording.composer;

import java.util.List;
import java.util.Optional;
import org.kachehri.recording.capture.CapturedTrack;

/**
 * A track with its frames in order and who sent it.
 *
 * @param codec of pictures; empty for sound
 */
record ComposedTrack(CapturedTrack track, Person person, Optional<PictureCodec> codec, List<EncodedFrame> frames) {}
