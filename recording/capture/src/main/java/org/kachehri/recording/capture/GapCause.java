package org.kachehri.recording.capture;

import java.util.Locale;

/** Why something that was sent, or could have been, is not in the capture. */
public enum GapCause {
    /** Never arrived, in spite of requests for repair. */
    LOSS,
    /** The disk fell behind and the bounded ring before it was full. */
    RING_FULL,
    /** The reception was paused; nothing was forwarded either. */
    PAUSED,
    /** The source was muted by the reception, so its packets were neither forwarded nor written. */
    MUTED,
    /** The person switched the camera off, or its track ended: no picture was sent. */
    CAMERA_OFF,
    /** As {@link #CAMERA_OFF}, of a sound. */
    MICROPHONE_OFF,
    /** One encoding of a simulcast rested while others went on. */
    LAYER_OFF,
    /** Nothing arrived from the person at all; the bridge had lost the connection. */
    LINK_DOWN,
    /** An order with a reason: nothing may be written. */
    OFF_RECORD,
    /** The recorder's process ended without closing the capture; what lay in memory is gone. */
    RECORDER_RESTART,
    /** The recorder was lost, e.g. its disk failed, and another one went on. */
    RECORDER_REPLACED,
    /** A segment ended within a block, or could not be written to. */
    SEGMENT_CUT;

    /** As it stands in the ledger: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The cause of a word in a ledger.
     *
     * @throws IllegalArgumentException for a word this version doesn't know
     */
    public static GapCause ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
