package org.kachehri.recording.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;

/** Two seconds of somebody's microphone, in segments of a third of a second. */
final class RecordedReception {
    private RecordedReception() {}

    static RecordingSubject subject(String id) {
        return new RecordingSubject(
                id,
                "PS-20261122-yen-hoa-" + id,
                "yen-hoa",
                LocalDate.parse("2026-11-22"),
                "Trần Văn An",
                "COMPLAINT",
                false);
    }

    static void capture(Path directory, String id, Clock clock) throws IOException {
        AtomicLong nanos = new AtomicLong();
        CaptureSettings settings = new CaptureSettings(directory, id, 10_000_000_000L, 10_000, 1 << 20, 3_000_000_000L);
        CaptureRecorder recorder = CaptureRecorder.start(settings, clock, nanos::get);
        SourceDescription microphone =
                new SourceDescription("p1/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, 1, 7, -1);
        MemorySegment packet = MemorySegment.ofArray(new byte[500]);
        for (int i = 0; i < 100; i++) {
            RtpHeader.write(packet, 0, 111, false, i, i * 960L, 7);
            recorder.rtp(nanos.addAndGet(20_000_000), "p1/microphone", microphone, packet, 0, 500, false);
        }
        recorder.finish();
    }
}
