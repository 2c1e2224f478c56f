package org.kachehri.recording.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;

class CaptureRecorderTest {
    private static final SourceDescription CAMERA =
            new SourceDescription("p1/camera", MediaKind.VIDEO, "1", Codec.VP8, 96, 97, 3, 7, 8);

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(1_000);

    private CaptureRecorder start(int ringBytes) throws IOException {
        CaptureSettings settings =
                new CaptureSettings(directory, "r1", 10_000_000_000L, 1 << 26, ringBytes, 3_000_000_000L);
        return CaptureRecorder.start(settings, Clock.systemUTC(), nanos::get);
    }

    private void hear(CaptureRecorder recorder, int sequence) {
        MemorySegment packet = MemorySegment.ofArray(new byte[1_000]);
        RtpHeader.write(packet, 0, 96, false, sequence & 0xFFFF, 0, 7);
        recorder.rtp(nanos.addAndGet(1_000_000), CAMERA.id(), CAMERA, packet, 0, 1_000, false);
    }

    @Test
    void everyPacketIsInTheCaptureOrInTheLedgerHoweverSmallTheRing() throws IOException {
        CaptureRecorder recorder = start(PacketRing.MIN_BYTES);
        recorder.source(CAMERA);
        int heard = 60_000;
        for (int i = 0; i < heard; i++) {
            hear(recorder, i);
        }
        CaptureResult result = recorder.finish();
        long missing = result.ledger().stream().mapToLong(LedgerEntry::packets).sum();
        assertTrue(
                result.ledger().stream().allMatch(entry -> entry.cause() == GapCause.RING_FULL),
                result.ledger().toString());
        try (CaptureReader reader = new CaptureReader(directory, directory.resolve(CaptureResult.LEDGER))) {
            assertEquals(heard, reader.packets(reader.tracks().getFirst()).size() + missing);
        }
        assertEquals(missing, recorder.health().tracks().get("p1/camera").missing());
    }

    @Test
    void whatIsHeardWhilePausedIsNotWritten() throws IOException {
        CaptureRecorder recorder = start(1 << 20);
        hear(recorder, 1);
        recorder.pause(GapCause.PAUSED, "the chair paused");
        hear(recorder, 2);
        recorder.resume();
        hear(recorder, 3);
        recorder.event("{\"type\":\"hand\",\"peer\":\"p1\"}");
        CaptureResult result = recorder.finish();
        assertEquals(
                List.of(GapCause.PAUSED, GapCause.PAUSED),
                result.ledger().stream().map(LedgerEntry::cause).toList());
        try (CaptureReader reader = new CaptureReader(directory, directory.resolve(CaptureResult.LEDGER))) {
            assertEquals(
                    List.of(0x10001L, 0x10003L),
                    reader.packets(reader.tracks().getFirst()).stream()
                            .map(CapturedPacket::sequence)
                            .toList());
            assertEquals(
                    List.of("clock", "capture-paused", "capture-resumed", "hand"),
                    reader.events().stream()
                            .map(event -> CaptureJson.object(event.json())
                                    .path("type")
                                    .asText())
                            .toList());
        }
    }

    @Test
    void aSourceWithAnotherCodecGetsATrackOfItsOwn() throws IOException {
        CaptureRecorder recorder = start(1 << 20);
        recorder.source(CAMERA);
        Codec h264 = new Codec("H264", 90_000, 1, "packetization-mode=1");
        recorder.source(new SourceDescription("p1/camera", MediaKind.VIDEO, "1", h264, 102, -1, 3, 7, -1));
        recorder.finish();
        try (CaptureReader reader = new CaptureReader(directory, directory.resolve(CaptureResult.LEDGER))) {
            assertEquals(
                    List.of("p1/camera", "p1/camera#2"),
                    reader.tracks().stream().map(CapturedTrack::name).toList());
            assertEquals(h264, reader.tracks().get(1).codec());
            assertEquals("p1", reader.tracks().get(1).peer());
        }
    }
}
