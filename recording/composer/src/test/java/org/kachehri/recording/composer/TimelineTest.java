package org.kachehri.recording.composer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kachehri.recording.capture.CapturedEvent;
import org.kachehri.recording.capture.GapCause;
import org.kachehri.recording.capture.LedgerEntry;

class TimelineTest {
    private static final long SECOND = 1_000_000_000L;

    private static CapturedEvent event(int second, String type, String peer) {
        return new CapturedEvent(second * SECOND, "{\"type\": \"" + type + "\", \"peer\": \"" + peer + "\"}");
    }

    private static LedgerEntry gap(String track, int from, int to, GapCause cause) {
        return new LedgerEntry(
                Optional.ofNullable(track), -1, -1, -1, 0, from * SECOND, to * SECOND, cause, "a reason");
    }

    @Test
    void theFloorIsHeldUntilItIsTakenOrItsHolderLeaves() {
        Timeline timeline = new Timeline(
                List.of(
                        event(10, "floor", "p1"),
                        event(20, "floor", "p2"),
                        event(30, "floorTaken", "p2"),
                        event(40, "floor", "p3"),
                        event(50, "leave", "p3")),
                List.of());
        assertEquals(Optional.empty(), timeline.floorAt(9 * SECOND));
        assertEquals(Optional.of("p1"), timeline.floorAt(10 * SECOND));
        assertEquals(Optional.of("p2"), timeline.floorAt(29 * SECOND));
        assertEquals(Optional.empty(), timeline.floorAt(30 * SECOND));
        assertEquals(Optional.of("p3"), timeline.floorAt(45 * SECOND));
        assertEquals(Optional.empty(), timeline.floorAt(50 * SECOND));
    }

    @Test
    void whyNothingWasRecordedIsInTheLedger() {
        Timeline timeline = new Timeline(
                List.of(),
                List.of(gap(null, 10, 20, GapCause.OFF_RECORD), gap("p1/camera", 30, 40, GapCause.OFF_RECORD)));
        assertEquals(Optional.empty(), timeline.interruptionAt(9 * SECOND));
        assertEquals(
                Optional.of(new Timeline.Interruption(Cause.OFF_RECORD, 10 * SECOND)),
                timeline.interruptionAt(19 * SECOND));
        assertEquals(Optional.empty(), timeline.interruptionAt(20 * SECOND));
        assertEquals(Optional.empty(), timeline.interruptionAt(35 * SECOND));
    }

    @Test
    void whoCannotBeSeenIsAwayOrTheLedgerSaysWhy() {
        Timeline timeline = new Timeline(
                List.of(
                        event(10, "admit", "p1"),
                        event(20, "mediaLost", "p1"),
                        event(30, "mediaConnected", "p1"),
                        event(60, "leave", "p1")),
                List.of(
                        gap("p1/camera~q", 41, 58, GapCause.LAYER_OFF),
                        gap("p1/camera", 40, 50, GapCause.LOSS),
                        gap("p1/camera", 40, 55, GapCause.MUTED),
                        gap("p1/camera", 44, 46, GapCause.LOSS),
                        gap("p1/camera", 56, 59, GapCause.CAMERA_OFF)));
        Map<Integer, Cause> expected = Map.of(
                5, Cause.NOT_THERE,
                15, Cause.NO_PICTURE,
                25, Cause.LINK_DOWN,
                35, Cause.NO_PICTURE,
                45, Cause.MUTED,
                57, Cause.CAMERA_OFF,
                65, Cause.NOT_THERE);
        assertEquals(
                Cause.NO_PICTURE,
                new Timeline(List.of(), List.of(gap("p1/camera", 70, 80, GapCause.PAUSED)))
                        .missingAt("p1", List.of("p1/camera"), 75 * SECOND));
        expected.forEach((second, cause) -> assertEquals(
                cause,
                timeline.missingAt("p1", List.of("p1/camera~q", "p1/camera"), second * SECOND),
                "second " + second));
        assertEquals(Cause.SOUND_ONLY, timeline.missingAt("p2", List.of(), SECOND));
    }
}
