package org.kachehri.recording.composer;

import java.util.List;
import org.kachehri.recording.capture.CapturedTrack;

/** A track with its frames in order and who sent it. */
record ComposedTrack(CapturedTrack track, Person person, List<EncodedFrame> frames) {}
