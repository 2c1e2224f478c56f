package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.recording.capture.CaptureRecorder;
import org.kachehri.recording.capture.CaptureSettings;
import org.kachehri.recording.capture.GapCause;

/** Captures people who show a counter in eight bars, black or white (the leftmost is bit 0), and hum a tone. */
final class SyntheticReception {
    static final int FRAMES_PER_SECOND = 15;
    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private record Sent(long nanos, Consumer<CaptureRecorder> arrives) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<Long, Integer> sequences = new HashMap<>();
    private boolean flashing;

    /** People whose picture flashes when their tone beeps, instead. */
    static SyntheticReception flashing() {
        SyntheticReception reception = new SyntheticReception();
        reception.flashing = true;
        return reception;
    }

    /** Whether somebody flashes and beeps then: for 200 ms at the beginning of some seconds, of others for each. */
    static boolean flashes(String id, long millis) {
        long second = millis / 1_000;
        int person = id.charAt(1) - '0';
        return millis % 1_000 < 200 && second * second % (3 + 2 * person) < 3;
    }

    /** Pictures from {@code fromMillis}; the counter goes up five times a second. Frames in the lost range aren't captured. */
    void pictures(String id, long ssrc, int width, int height, int fromMillis, int toMillis, int lostFrom, int lostTo) {
        pictures(PictureCodec.VP8, id, ssrc, width, height, fromMillis, toMillis, lostFrom, lostTo);
    }

    void pictures(
            PictureCodec coded,
            String id,
            long ssrc,
            int width,
            int height,
            int fromMillis,
            int toMillis,
            int lostFrom,
            int lostTo) {
        SourceDescription source = new SourceDescription(
                id,
                MediaKind.VIDEO,
                "1",
                new Codec(coded.name(), 90_000, 1, ""),
                96 + coded.ordinal(),
                -1,
                -1,
                ssrc,
                -1);
        AVCodec codec = avcodec_find_encoder_by_name(
                switch (coded) {
                    case VP8 -> "libvpx";
                    case VP9 -> "libvpx-vp9";
                    case H264 -> "libopenh264";
                    case AV1 -> "libaom-av1";
                });
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).gop_size(FRAMES_PER_SECOND);
        context.time_base(av_make_q(1, FRAMES_PER_SECOND)).bit_rate(300_000);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "deadline", "realtime", 0);
        av_dict_set(options, "usage", "realtime", 0);
        av_dict_set(options, "cpu-used", "8", 0);
        av_dict_set(options, "lag-in-frames", "0", 0);
        context.thread_count(1);
        avcodec_open2(context, codec, options);
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
        av_frame_get_buffer(frame, 0);
        AVPacket packet = av_packet_alloc();
        for (int number = 0; number < (toMillis - fromMillis) * FRAMES_PER_SECOND / 1000; number++) {
            long millis = fromMillis + number * 1000L / FRAMES_PER_SECOND;
            av_frame_make_writable(frame);
            bars(frame, flashing ? (flashes(id, millis) ? 0xFF : 0) : (int) (millis / 200));
            frame.pts(number);
            avcodec_send_frame(context, frame);
            while (avcodec_receive_packet(context, packet) >= 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                av_packet_unref(packet);
                boolean lost = millis >= lostFrom && millis < lostTo;
                packets(coded, source, bytes, millis, lost);
            }
            if (number % FRAMES_PER_SECOND == 0) {
                report(source, millis, 90);
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }

    private static void bars(AVFrame frame, int counter) {
        int width = frame.width();
        byte[] row = new byte[width];
        for (int x = 0; x < width; x++) {
            row[x] = ((counter >> (x * 8 / width)) & 1) == 1 ? (byte) 235 : 16;
        }
        for (int y = 0; y < frame.height(); y++) {
            frame.data(0).position((long) y * frame.linesize(0)).put(row, 0, width);
        }
        byte[] grey = new byte[width / 2];
        Arrays.fill(grey, (byte) 128);
        for (int y = 0; y < frame.height() / 2; y++) {
            frame.data(1).position((long) y * frame.linesize(1)).put(grey, 0, grey.length);
            frame.data(2).position((long) y * frame.linesize(2)).put(grey, 0, grey.length);
        }
    }

    private void packets(PictureCodec coded, SourceDescription source, byte[] frame, long millis, boolean lost) {
        List<byte[]> payloads = Payloads.of(coded, frame);
        for (byte[] payload : payloads) {
            int sequence = sequences.merge(source.ssrc(), 65_000, (before, any) -> before + 1);
            boolean last = payload == payloads.getLast();
            MemorySegment packet = MemorySegment.ofArray(new byte[RtpHeader.MIN_LENGTH + payload.length]);
            long timestamp = timestamp(source.ssrc(), millis, 90);
            RtpHeader.write(packet, 0, source.payloadType(), last, sequence & 0xFFFF, timestamp, source.ssrc());
            MemorySegment.copy(MemorySegment.ofArray(payload), 0, packet, RtpHeader.MIN_LENGTH, payload.length);
            if (!lost) {
                // Network delay that varies from packet to packet.
                rtp((millis + 20 + sequence % 7) * 1_000_000, source, packet);
            }
        }
    }

    private void rtp(long nanos, SourceDescription source, MemorySegment packet) {
        sent.add(new Sent(
                nanos,
                recorder -> recorder.rtp(nanos, source.id(), source, packet, 0, (int) packet.byteSize(), false)));
    }

    /** An event of the room. */
    void event(long millis, String json) {
        sent.add(new Sent(millis * 1_000_000, recorder -> recorder.event(json)));
    }

    /** Nothing is written from then to then. */
    void pause(long fromMillis, long toMillis, GapCause cause) {
        sent.add(new Sent(fromMillis * 1_000_000, recorder -> recorder.pause(cause, "")));
        sent.add(new Sent(toMillis * 1_000_000, CaptureRecorder::resume));
    }

    /** Each source's begin elsewhere, and wrap within seconds. */
    private static long timestamp(long ssrc, long millis, int ticksPerMilli) {
        return 0xFFFF_F000L - ssrc % 16 * 40_000 + millis * ticksPerMilli & 0xFFFF_FFFFL;
    }

    /** The sender's wall clock is an hour off. */
    private void report(SourceDescription source, long millis, int ticksPerMilli) {
        long ntp = SenderReport.ntpOfUnixNanos(START.getEpochSecond() * SECOND + 3_600 * SECOND + millis * 1_000_000);
        MemorySegment report = MemorySegment.ofArray(new byte[SenderReport.LENGTH]);
        SenderReport.write(report, 0, source.ssrc(), ntp, timestamp(source.ssrc(), millis, ticksPerMilli), 0, 0, 0);
        long nanos = (millis + 20) * 1_000_000;
        sent.add(new Sent(nanos, recorder -> {
            recorder.source(source);
            recorder.rtcp(nanos, source.id(), report, 0, (int) report.byteSize());
        }));
    }

    void sound(String peer, long ssrc, double hertz, int toMillis) {
        sound(peer, ssrc, tone(hertz), 0, toMillis, -1);
    }

    void sound(String peer, long ssrc, double hertz, int fromMillis, int toMillis) {
        sound(peer, ssrc, tone(hertz), fromMillis, toMillis, -1);
    }

    /** Each packet repeats the frame before (RFC 2198), and every fourth is lost. */
    void redundantSound(String peer, long ssrc, double hertz, int toMillis) {
        sound(peer, ssrc, tone(hertz), 0, toMillis, 63);
    }

    private static IntToDoubleFunction tone(double hertz) {
        return sample -> 0.3 * Math.sin(2 * Math.PI * hertz * sample / 48_000);
    }

    /** @param wave the sound by the number of its sample */
    void sound(String peer, long ssrc, IntToDoubleFunction wave, int toMillis) {
        sound(peer, ssrc, wave, 0, toMillis, -1);
    }

    private void sound(
            String peer, long ssrc, IntToDoubleFunction wave, int fromMillis, int toMillis, int redPayloadType) {
        SourceDescription source = new SourceDescription(
                peer + "/microphone",
                MediaKind.AUDIO,
                "0",
                Codec.OPUS,
                111,
                redPayloadType,
                -1,
                ExtensionIds.ofMid(-1),
                ssrc,
                -1,
                List.of());
        byte[] before = {};
        AVCodec codec = avcodec_find_encoder_by_name("libopus");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(48_000).sample_fmt(AV_SAMPLE_FMT_FLT).bit_rate(32_000);
        context.time_base(av_make_q(1, 48_000));
        av_channel_layout_default(context.ch_layout(), 1);
        avcodec_open2(context, codec, (AVDictionary) null);
        AVFrame frame = av_frame_alloc();
        frame.format(AV_SAMPLE_FMT_FLT).nb_samples(960).sample_rate(48_000);
        av_channel_layout_default(frame.ch_layout(), 1);
        av_frame_get_buffer(frame, 0);
        AVPacket packet = av_packet_alloc();
        int sequence = 100;
        for (int millis = fromMillis; millis < toMillis; millis += 20) {
            float[] samples = new float[960];
            for (int i = 0; i < 960; i++) {
                boolean silent = flashing && !flashes(peer, millis);
                samples[i] = silent ? 0 : (float) wave.applyAsDouble(millis * 48 + i);
            }
            av_frame_make_writable(frame);
            new FloatPointer(frame.data(0)).put(samples, 0, 960);
            frame.pts(millis * 48L);
            avcodec_send_frame(context, frame);
            while (avcodec_receive_packet(context, packet) >= 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                av_packet_unref(packet);
                boolean redundant = redPayloadType >= 0 && before.length > 0;
                byte[] payload = redundant ? repeating(before, bytes) : bytes;
                before = bytes;
                MemorySegment rtp = MemorySegment.ofArray(new byte[RtpHeader.MIN_LENGTH + payload.length]);
                int payloadType = redundant ? redPayloadType : 111;
                RtpHeader.write(rtp, 0, payloadType, false, sequence++, timestamp(ssrc, millis, 48), ssrc);
                MemorySegment.copy(MemorySegment.ofArray(payload), 0, rtp, 12, payload.length);
                if (!redundant || sequence % 4 != 0) {
                    rtp((millis + 25) * 1_000_000L, source, rtp);
                }
            }
            if (millis % 1_000 == 0) {
                report(source, millis, 48);
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }

    /** The frame of 960 ticks before, then this one. */
    private static byte[] repeating(byte[] before, byte[] frame) {
        ByteBuffer payload = ByteBuffer.allocate(5 + before.length + frame.length);
        payload.putInt((0x80 | 111) << 24 | 960 << 10 | before.length).put((byte) 111);
        return payload.put(before).put(frame).array();
    }

    /** Captures what was sent and lays it out as a package's {@code data} folder. */
    void capture(Path sealed, String receptionJson) throws IOException {
        sent.sort(Comparator.comparingLong(Sent::nanos));
        AtomicLong nanos = new AtomicLong();
        Path capture = sealed.resolveSibling("capture");
        CaptureRecorder recorder = CaptureRecorder.start(
                CaptureSettings.of(capture, "r1"), Clock.fixed(START, ZoneOffset.UTC), nanos::get);
        for (Sent one : sent) {
            nanos.set(one.nanos());
            one.arrives().accept(recorder);
        }
        recorder.finish();
        Path segments = Files.createDirectories(sealed.resolve("data/segments"));
        try (var files = Files.list(capture)) {
            for (Path file : files.toList()) {
                boolean segment = file.toString().endsWith(".pcapng");
                Path target = (segment ? segments : sealed.resolve("data")).resolve(file.getFileName());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(sealed.resolve("data/reception.json"), receptionJson);
    }
}
