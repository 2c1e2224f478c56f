package org.kachehri.recording.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;

/** The recorder's own measure of what it writes, in virtual time. */
class CaptureHealthTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long BEGIN = Stamps.nanos(START);
    private static final long SECOND = 1_000_000_000L;
    private static final CapturedTrack CAMERA =
            new CapturedTrack("p3/camera", "p3/camera", MediaKind.VIDEO, "1", Codec.VP8, 96, -1, -1);
    private static final CapturedTrack MICROPHONE =
            new CapturedTrack("p3/microphone", "p3/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 1);
    private static final CapturedTrack UNTOLD =
            new CapturedTrack("p4/microphone", "p4/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, -1);

    @TempDir
    Path directory;

    private CaptureWriter writer;

    @BeforeEach
    void begin() throws IOException {
        writer = new CaptureWriter(CaptureSettings.of(directory, "r1"), Clock.fixed(START, ZoneOffset.UTC), BEGIN);
    }

    @AfterEach
    void end() throws IOException {
        writer.close();
    }

    private TrackHealth health(CapturedTrack track, long nanos) {
        return writer.health(nanos, 0, Optional.empty()).tracks().get(track.name());
    }

    /** A packet of a VP8 frame: the descriptor with the S bit in the first one, then a frame tag whose last bit is 0 in a key frame. */
    private void picture(long nanos, int sequence, int frame, boolean first, boolean last, boolean keyFrame)
            throws IOException {
        MemorySegment packet = MemorySegment.ofArray(new byte[112]);
        RtpHeader.write(packet, 0, 96, last, sequence & 0xFFFF, frame * 3_000L, 7);
        packet.set(ValueLayout.JAVA_BYTE, 12, (byte) (first ? 0x10 : 0));
        packet.set(ValueLayout.JAVA_BYTE, 13, (byte) (keyFrame ? 0 : 1));
        writer.rtp(nanos, CAMERA, packet, 0, 112, false);
    }

    @Test
    void aKeyFrameCountsWhenAllItsPacketsAreThereHoweverLate() throws IOException {
        picture(BEGIN, 65_534, 1, true, false, true);
        picture(BEGIN + 1, 0, 1, false, true, true);
        picture(BEGIN + SECOND, 1, 2, true, true, false);
        assertEquals(Optional.empty(), health(CAMERA, BEGIN + SECOND).keyFrame());
        assertEquals(Optional.empty(), health(CAMERA, BEGIN + SECOND).goodUntil());
        assertEquals(
                Optional.of(START.plusSeconds(1)),
                health(CAMERA, BEGIN + SECOND).lastPacket());
        picture(BEGIN + 2 * SECOND, 65_535, 1, false, false, true);
        assertEquals(
                Optional.of(START.plusSeconds(2)),
                health(CAMERA, BEGIN + 2 * SECOND).keyFrame());
        picture(BEGIN + 3 * SECOND, 2, 3, true, true, false);
        assertEquals(
                Optional.of(START.plusSeconds(3)),
                health(CAMERA, BEGIN + 3 * SECOND).goodUntil());
        assertEquals(5 * 112, health(CAMERA, BEGIN + 3 * SECOND).bytes());
    }

    @Test
    void theBeginningOfAKeyFrameMayComeLast() throws IOException {
        picture(BEGIN, 9, 0, true, true, false);
        picture(BEGIN + 1, 11, 1, false, false, true);
        picture(BEGIN + 2, 12, 1, false, true, true);
        picture(BEGIN + 3, 13, 2, true, true, false);
        picture(BEGIN + 4, 10, 1, true, false, true);
        assertEquals(
                Optional.of(Stamps.instant(BEGIN + 4)),
                health(CAMERA, BEGIN + 4).keyFrame());
    }

    @Test
    void aPictureEndsWhereSomethingIsLostForGoodAndBeginsWithTheNextKeyFrame() throws IOException {
        picture(BEGIN, 1, 1, true, true, true);
        picture(BEGIN + SECOND, 2, 2, true, true, false);
        for (int second = 2; second < 20; second++) {
            picture(BEGIN + second * SECOND, second + 2, second + 2, true, true, false);
            writer.tick(BEGIN + second * SECOND);
        }
        TrackHealth broken = health(CAMERA, BEGIN + 19 * SECOND);
        assertEquals(1, broken.missing());
        // Number 3 was given up 3 s after it was missed.
        assertEquals(Optional.of(START.plusSeconds(5)), broken.goodUntil());
        assertEquals(Optional.of(START.plusSeconds(19)), broken.lastPacket());
        picture(BEGIN + 20 * SECOND, 22, 30, true, true, true);
        assertEquals(
                Optional.of(START.plusSeconds(20)),
                health(CAMERA, BEGIN + 20 * SECOND).goodUntil());
    }

    @Test
    void aCameraThatComesBackAsAnotherSourceNeedsAKeyFrameOfItsOwn() throws IOException {
        picture(BEGIN, 1, 1, true, true, true);
        MemorySegment packet = MemorySegment.ofArray(new byte[112]);
        RtpHeader.write(packet, 0, 96, true, 40, 9_000, 8);
        packet.set(ValueLayout.JAVA_BYTE, 12, (byte) 0x10);
        packet.set(ValueLayout.JAVA_BYTE, 13, (byte) 1);
        writer.rtp(BEGIN + SECOND, CAMERA, packet, 0, 112, false);
        assertEquals(Optional.of(START), health(CAMERA, BEGIN + SECOND).goodUntil());
    }

    private void sound(long nanos, CapturedTrack track, int sequence, int level, int opusBytes) throws IOException {
        boolean told = track.levelExtension() > 0;
        int header = told ? 20 : 12;
        MemorySegment packet = MemorySegment.ofArray(new byte[header + opusBytes]);
        RtpHeader.write(packet, 0, 111, false, sequence, sequence * 960L, 9);
        if (told) {
            // RFC 8285, one-byte form: id 1, one byte; RFC 6464: the voice bit and the level.
            byte[] block = {(byte) 0xBE, (byte) 0xDE, 0, 1, 0x10, (byte) (0x80 | level), 0, 0};
            packet.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x90);
            MemorySegment.copy(MemorySegment.ofArray(block), 0, packet, 12, 8);
        }
        writer.rtp(nanos, track, packet, 0, header + opusBytes, false);
    }

    @Test
    void soundIsAsLoudAsItsPacketsTell() throws IOException {
        for (int i = 0; i < 100; i++) {
            sound(BEGIN + i * SECOND / 50, MICROPHONE, i, i == 50 ? 30 : 60, 80);
        }
        TrackHealth speaks = health(MICROPHONE, BEGIN + 2 * SECOND);
        assertEquals(30, speaks.loudest());
        for (int i = 100; i < 1_100; i++) {
            sound(BEGIN + i * SECOND / 50, MICROPHONE, i, 127, 80);
        }
        TrackHealth silent = health(MICROPHONE, BEGIN + 22 * SECOND);
        assertEquals(127, silent.loudest());
        assertEquals(Optional.of(Stamps.instant(BEGIN + 99 * SECOND / 50)), silent.heard());
        assertEquals(Optional.of(Stamps.instant(BEGIN + 1_099 * SECOND / 50)), silent.goodUntil());
    }

    @Test
    void withoutALevelOnlyVoiceIsToldFromDiscontinuousTransmission() throws IOException {
        sound(BEGIN, UNTOLD, 1, 0, 80);
        sound(BEGIN + SECOND / 2, UNTOLD, 2, 0, 1);
        TrackHealth health = health(UNTOLD, BEGIN + SECOND);
        assertEquals(TrackHealth.NO_LEVEL, health.loudest());
        assertEquals(Optional.of(START), health.heard());
        assertEquals(Optional.of(Stamps.instant(BEGIN + SECOND / 2)), health.goodUntil());
    }

    @Test
    void aPauseIsNotHeldAgainstATrack() throws IOException {
        picture(BEGIN, 1, 1, true, true, true);
        writer.pause(BEGIN + SECOND, GapCause.PAUSED, "tea");
        assertTrue(writer.health(BEGIN + SECOND, 0, Optional.empty()).paused());
        writer.resume(BEGIN + 600 * SECOND);
        assertEquals(
                START.plusSeconds(600), health(CAMERA, BEGIN + 601 * SECOND).since());
    }

    @Test
    void whatIsFlushedAndWhatTheDiskHasLeftIsTold() throws IOException {
        picture(BEGIN, 1, 1, true, true, true);
        writer.tick(BEGIN + SECOND);
        CaptureHealth health = writer.health(BEGIN + SECOND, 0, Optional.empty());
        assertEquals(START.plusSeconds(1), health.flushedAt());
        assertTrue(health.freeBytes() > 0);
        writer.tick(BEGIN + 11 * SECOND);
        assertEquals(
                START.plusSeconds(11),
                writer.health(BEGIN + 11 * SECOND, 0, Optional.empty()).sealedUpTo());
    }
}
