package org.kachehri.media.sdp;

/** What became of a text that claims to be a session description. */
public sealed interface SdpOutcome {
    /** It was understood. */
    record Described(SessionDescription description) implements SdpOutcome {}

    /**
     * It was not.
     *
     * @param line number of the line, from 1; 0 if it isn't about one line
     */
    record Refused(Reason reason, int line) implements SdpOutcome {}

    /** Why a description is refused. */
    enum Reason {
        TOO_LONG,
        NOT_SDP,
        MALFORMED_LINE,
        TOO_MANY_MEDIA,
        TOO_MANY_ATTRIBUTES,
        REPEATED_MID
    }
}
