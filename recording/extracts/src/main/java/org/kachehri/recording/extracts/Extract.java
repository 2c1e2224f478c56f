package org.kachehri.recording.extracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An extract that was asked for.
 *
 * @param fromMillis from the recording's beginning
 * @param tracks what people showed and said; none for all
 * @param citizen whose own statement it is, if somebody's
 * @param sealSha256 of the finished extract
 */
record Extract(
        String id,
        String receptionId,
        String code,
        String approvalId,
        String askerId,
        long fromMillis,
        long toMillis,
        List<String> tracks,
        List<Mask> masks,
        Optional<Citizen> citizen,
        Instant askedAt,
        Progress progress,
        Optional<Instant> madeAt,
        Optional<String> sealSha256) {
    /** @param pass number on the pass or receipt that was shown */
    record Citizen(String peer, String pass) {}

    /** How far making it is; whether it may be made at all the approval says. */
    enum Progress {
        ASKED,
        MAKING,
        READY,
        /** It could not be made; it may be tried again. */
        FAILED
    }

    Extract {
        tracks = List.copyOf(tracks);
        masks = List.copyOf(masks);
    }
}
