package org.kachehri.recording.composer;

import java.util.List;
import org.kachehri.recording.capture.CapturedTrack;

/** A track with its frames in order and the name of who sent it. */
record ComposedTrack(CapturedTrack track, String person, List<EncodedFrame> frames) {}
