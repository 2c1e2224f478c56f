package org.kachehri.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;

/** Captures people who send a clip again and again, in virtual time, and lays the capture out as a package's data. */
final class ComposedReception {
    static final int PICTURES_PER_SECOND = 30;

    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SOUNDS_PER_SECOND = 50;
    private static final int CHUNK = 1_100;

    /** All comes at once, faster than any line brings it. */
    private static final int RING_BYTES = 1 << 28;

    /** A person's source and its clip. */
    private static final class Sender {
        private final SourceDescription source;
        private final List<byte[]> clip;
        private final int perSecond;
        private int sequence;

        private Sender(SourceDescription source, List<byte[]> clip, int perSecond) {
            this.source = source;
            this.clip = clip;
            this.perSecond = perSecond;
        }
    }

    private final List<Sender> senders = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final CaptureRecorder recorder;

    private ComposedReception(Path directory) throws IOException {
        CaptureSettings settings = new CaptureSettings(
                directory, "bench", 10 * NANOS_PER_SECOND, 64L << 20, RING_BYTES, 3 * NANOS_PER_SECOND);
        recorder = CaptureRecorder.start(settings, Clock.fixed(START, ZoneOffset.UTC), nanos::get);
    }

    /** @param clips directory with {@code 0.ivf} and {@code 0.opus} for the first person, and so on */
    static void capture(Path clips, int people, int seconds, Path sealed) throws IOException {
        Path directory = sealed.resolveSibling("capture");
        ComposedReception reception = new ComposedReception(directory);
        for (int person = 0; person < people; person++) {
            String peer = "p" + (person + 1);
            SourceDescription camera = new SourceDescription(
                    peer + "/camera", MediaKind.VIDEO, "1", Codec.VP8, 96, -1, -1, 2 * person + 1, -1);
            SourceDescription microphone = new SourceDescription(
                    peer + "/microphone", MediaKind.AUDIO, "0", Codec.OPUS, 111, -1, -1, 2 * person + 2, -1);
            reception.senders.add(
                    new Sender(camera, Clip.pictures(clips.resolve(person + ".ivf")), PICTURES_PER_SECOND));
            reception.senders.add(
                    new Sender(microphone, Clip.sounds(clips.resolve(person + ".opus")), SOUNDS_PER_SECOND));
        }
        // Who has the floor is large all the time, so that both programs draw the same picture.
        reception.recorder.event("{\"type\": \"floor\", \"peer\": \"p1\"}");
        for (int second = 0; second < seconds; second++) {
            reception.second(second);
        }
        long lost = reception.recorder.health().ringDropped();
        reception.recorder.finish();
        if (lost > 0) {
            throw new IOException("The disk is too slow for this: " + lost + " packets found the ring full");
        }
        layOut(directory, sealed);
    }

    /** Everything that is sent in one second, in the order of time. */
    private void second(int second) {
        record Due(long nanos, Sender sender, int number) {}
        List<Due> due = new ArrayList<>();
        for (Sender sender : senders) {
            for (int i = 0; i < sender.perSecond; i++) {
                long at = second * NANOS_PER_SECOND + i * NANOS_PER_SECOND / sender.perSecond;
                due.add(new Due(at, sender, second * sender.perSecond + i));
            }
        }
        due.stream()
                .sorted((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .forEach(one -> send(one.sender(), one.number(), one.nanos()));
    }

    private void send(Sender sender, int number, long at) {
        nanos.set(at);
        byte[] frame = sender.clip.get(number % sender.clip.size());
        boolean picture = sender.source.kind() == MediaKind.VIDEO;
        int descriptor = picture ? 1 : 0;
        long timestamp = (long) number * sender.source.codec().clockRate() / sender.perSecond;
        for (int from = 0; from < frame.length; from += CHUNK) {
            int length = Math.min(CHUNK, frame.length - from);
            int size = RtpHeader.MIN_LENGTH + descriptor + length;
            MemorySegment packet = MemorySegment.ofArray(new byte[size]);
            boolean last = picture && from + length == frame.length;
            RtpHeader.write(
                    packet,
                    0,
                    sender.source.payloadType(),
                    last,
                    sender.sequence++ & 0xFFFF,
                    timestamp,
                    sender.source.ssrc());
            if (picture) {
                // RFC 7741 section 4.2: only the start of the first partition is told.
                packet.set(ValueLayout.JAVA_BYTE, RtpHeader.MIN_LENGTH, (byte) (from == 0 ? 0x10 : 0));
            }
            MemorySegment.copy(MemorySegment.ofArray(frame), from, packet, size - length, length);
            recorder.rtp(at, sender.source.id(), sender.source, packet, 0, size, false);
        }
    }

    private static void layOut(Path capture, Path sealed) throws IOException {
        Path segments = Files.createDirectories(sealed.resolve("data/segments"));
        try (Stream<Path> files = Files.list(capture)) {
            for (Path file : files.toList()) {
                boolean segment = file.toString().endsWith(".pcapng");
                Files.move(file, (segment ? segments : sealed.resolve("data")).resolve(file.getFileName()));
            }
        }
        Files.writeString(
                sealed.resolve("data/reception.json"),
                """
                {"code": "PS-20261122-yen-hoa-1", "timeZone": "Asia/Ho_Chi_Minh", "participants": [
                  {"peer": "p1", "name": "Võ Văn Thành", "role": "CHAIR", "language": "vi"},
                  {"peer": "p2", "name": "نذیر احمد", "role": "CITIZEN", "language": "ur"},
                  {"peer": "p3", "name": "Nguyễn Thị Hồng Nhung", "role": "SECRETARY", "language": "vi"}]}
                """);
    }
}
