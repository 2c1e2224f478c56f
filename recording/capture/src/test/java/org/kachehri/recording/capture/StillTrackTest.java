package org.kachehri.recording.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;

/** A track never stands still for more than a second without a word in the ledger; virtual time, one packet a second. */
class StillTrackTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long BEGIN = Stamps.nanos(START);
    private static final long SECOND = 1_000_000_000L;
    private static final CapturedTrack CAMERA = track("p3/camera");
    private static final CapturedTrack SMALL = track("p4/camera~q");
    private static final CapturedTrack LARGE = track("p4/camera~f");

    @TempDir
    Path directory;

    private CaptureWriter writer;

    private static CapturedTrack track(String source) {
        return new CapturedTrack(source, source, MediaKind.VIDEO, "1", Codec.VP8, 96, -1, -1);
    }

    @BeforeEach
    void begin() throws IOException {
        writer = new CaptureWriter(CaptureSettings.of(directory, "r1"), Clock.fixed(START, ZoneOffset.UTC), BEGIN);
    }

    private static long at(int second) {
        return BEGIN + second * SECOND;
    }

    private void sends(CapturedTrack track, int second, int sequence, long ssrc) throws IOException {
        MemorySegment packet = MemorySegment.ofArray(new byte[100]);
        RtpHeader.write(packet, 0, 96, true, sequence & 0xFFFF, sequence * 90_000L, ssrc);
        writer.rtp(at(second), track, packet, 0, 100, false);
        writer.tick(at(second));
    }

    private void sends(CapturedTrack track, int fromSecond, int toSecond) throws IOException {
        for (int second = fromSecond; second <= toSecond; second++) {
            sends(track, second, second, 7);
        }
    }

    private record Line(GapCause cause, Optional<String> track, long from, long to, long packets) {}

    private static Line line(GapCause cause, CapturedTrack track, long from, long to, long packets) {
        return new Line(cause, Optional.of(track.name()), from, to, packets);
    }

    private List<Line> ledger(int endSecond) throws IOException {
        return writer.finish(at(endSecond)).ledger().stream()
                .map(entry -> new Line(
                        entry.cause(),
                        entry.track(),
                        (entry.fromNanos() - BEGIN) / SECOND,
                        (entry.toNanos() - BEGIN) / SECOND,
                        entry.packets()))
                .toList();
    }

    @Test
    void aCameraThatIsSwitchedOffIsMissingUntilItIsOnAgainWhateverTheBrowserSendsMeanwhile() throws IOException {
        sends(CAMERA, 0, 5);
        writer.switched(at(5), "p3/camera", false);
        sends(CAMERA, 6, 20);
        writer.switched(at(20), "p3/camera", true);
        sends(CAMERA, 21, 25);
        assertEquals(List.of(line(GapCause.CAMERA_OFF, CAMERA, 5, 21, 0)), ledger(25));
    }

    @Test
    void aCameraThatWasOnForAMomentWithoutAPictureWasOffAllTheTime() throws IOException {
        sends(CAMERA, 0, 5);
        writer.switched(at(5), "p3/camera", false);
        writer.switched(at(10), "p3/camera", true);
        writer.switched(at(10), "p3/camera", false);
        writer.switched(at(30), "p3/camera", true);
        sends(CAMERA, 31, 6, 7);
        assertEquals(List.of(line(GapCause.CAMERA_OFF, CAMERA, 5, 31, 0)), ledger(31));
    }

    @Test
    void aRecorderThatTakesAnothersPlaceSaysSinceWhenItHears() throws IOException {
        writer.replaces();
        sends(CAMERA, 2, 5);
        assertEquals(List.of(new Line(GapCause.RECORDER_REPLACED, Optional.empty(), 0, 2, 0)), ledger(5));
    }

    @Test
    void aCameraThatStaysOffIsMissingToTheEnd() throws IOException {
        sends(CAMERA, 0, 5);
        writer.switched(at(5), "p3/camera", false);
        assertEquals(List.of(line(GapCause.CAMERA_OFF, CAMERA, 5, 30, 0)), ledger(30));
    }

    @Test
    void aTrackThatEndsHasNothingToSend() throws IOException {
        sends(CAMERA, 0, 5);
        assertEquals(List.of(line(GapCause.CAMERA_OFF, CAMERA, 5, 3_600, 0)), ledger(3_600));
    }

    @Test
    void whatWasSentWhileTheLinkWasDownIsCounted() throws IOException {
        sends(CAMERA, 0, 5);
        writer.link("p3", false);
        writer.tick(at(20));
        sends(CAMERA, 30, 30);
        writer.link("p3", true);
        sends(CAMERA, 31, 35);
        assertEquals(List.of(line(GapCause.LINK_DOWN, CAMERA, 5, 30, 24)), ledger(35));
    }

    @Test
    void aConnectionThatIsMadeAnewLeavesOnlyItsTime() throws IOException {
        sends(CAMERA, 0, 5);
        writer.link("p3", false);
        writer.link("p3", true);
        sends(CAMERA, 30, 9_000, 8);
        sends(CAMERA, 31, 9_001, 8);
        assertEquals(List.of(line(GapCause.LINK_DOWN, CAMERA, 5, 30, 0)), ledger(31));
    }

    @Test
    void packetsThatAreMissingAreLostHoweverLongItTook() throws IOException {
        sends(CAMERA, 0, 5);
        sends(CAMERA, 15, 20);
        assertEquals(List.of(line(GapCause.LOSS, CAMERA, 5, 15, 9)), ledger(20));
    }

    @Test
    void aRestingLayerIsNoMissingCamera() throws IOException {
        for (int second = 0; second <= 20; second++) {
            sends(SMALL, second, second, 5);
            if (second < 5 || second > 12) {
                sends(LARGE, second, second < 5 ? second : second - 8, 6);
            }
        }
        assertEquals(List.of(line(GapCause.LAYER_OFF, LARGE, 4, 13, 0)), ledger(20));
    }

    @Test
    void aPauseCutsTheTimeInWhichATrackStoodStill() throws IOException {
        sends(CAMERA, 0, 5);
        writer.pause(at(10), GapCause.OFF_RECORD, "a private matter");
        writer.resume(at(60));
        sends(CAMERA, 70, 6, 7);
        assertEquals(
                List.of(
                        line(GapCause.CAMERA_OFF, CAMERA, 5, 10, 0),
                        new Line(GapCause.OFF_RECORD, Optional.empty(), 10, 60, 0),
                        line(GapCause.CAMERA_OFF, CAMERA, 60, 70, 0)),
                ledger(70));
    }

    @Test
    void aMutedSourceThatSentNothingStillHasItsTimeExplained() throws IOException {
        sends(CAMERA, 0, 5);
        writer.unmuted(at(30), "p3/camera");
        sends(CAMERA, 31, 6, 7);
        assertEquals(List.of(line(GapCause.MUTED, CAMERA, 5, 31, 0)), ledger(31));
    }

    @Test
    void silenceOfHoursEndsNothing() throws IOException {
        sends(CAMERA, 0, 5);
        for (int second = 6; second < 6 * 3_600; second += 10) {
            writer.tick(at(second));
        }
        sends(CAMERA, 6 * 3_600, 6, 7);
        assertEquals(List.of(line(GapCause.CAMERA_OFF, CAMERA, 5, 6 * 3_600, 0)), ledger(6 * 3_600));
    }
}
