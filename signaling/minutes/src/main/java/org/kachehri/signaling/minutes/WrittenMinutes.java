package org.kachehri.signaling.minutes;

import java.time.Instant;
import java.util.List;

/** The minutes of one reception as they stand; the protocol's Minutes. Null where not signed. */
public record WrittenMinutes(List<Paragraph> paragraphs, Instant signedAt, String signedBy) {
    public WrittenMinutes {
        paragraphs = List.copyOf(paragraphs);
    }

    /**
     * @param number from 1, without gaps
     * @param speaker as the writer named them; null for none
     * @param elapsedMillis place in the recording; null before the recording began
     * @param addendum written after the signature
     */
    public record Paragraph(
            int number,
            String text,
            String speaker,
            Long elapsedMillis,
            Instant writtenAt,
            String writer,
            boolean addendum) {}

    public boolean signed() {
        return signedAt != null;
    }
}
