package org.kachehri.scheduler.readiness;

import java.time.Instant;
import java.util.List;

/**
 * A signed look at a room.
 *
 * @param by name of the official who signs for it
 */
record RoomCheck(String id, String roomId, Instant at, String by, List<Finding> findings) {
    private static final int WHOLE = 100;

    RoomCheck {
        findings = List.copyOf(findings);
    }

    boolean isReady() {
        return findings.stream().noneMatch(Finding::stops);
    }

    /** How well the room is equipped and works, 0 to 100: all that is there or needed counts alike, what is poor half. */
    int score() {
        List<Finding> counted = findings.stream()
                .filter(finding -> finding.item().isNeeded() || finding.verdict() != Finding.Verdict.NOT_THERE)
                .toList();
        int halves = counted.stream()
                .mapToInt(finding -> switch (finding.verdict()) {
                    case GOOD -> 2;
                    case POOR -> 1;
                    case FAILED, NOT_THERE -> 0;
                })
                .sum();
        return counted.isEmpty() ? 0 : halves * WHOLE / (2 * counted.size());
    }
}
