package org.kachehri.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.Keyframes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.Vp8Payload;

class TraceTest {

    @Test
    void theTraceIsTenSecondsOfACallAtTwoAndAHalfMegabits() {
        Trace trace = Trace.chromium();
        long micros =
                trace.packets().stream().mapToLong(Trace.Packet::gapMicros).sum();
        long bits = trace.packets().stream()
                .mapToLong(packet -> packet.length() * 8L)
                .sum();
        assertEquals(10.0, micros / 1e6, 0.1);
        assertEquals(2.5, bits / (double) micros, 0.2);
        assertTrue(trace.packets().stream().allMatch(packet -> packet.length() > 0 && packet.length() <= 1200));
    }

    @Test
    void everyTraceBeginsWithAKeyframeAndItsPacketsAreRightWhenItBeginsAnew() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plain = arena.allocate(2048);
            for (String name : Trace.ALL) {
                Trace trace = Trace.of(name);
                TracePackets packets = new TracePackets(trace, 1000);
                int[] sequence = new int[trace.streams().size()];
                boolean keyframe = !trace.kinds().contains("v");
                for (int round = 0; round < 2; round++) {
                    for (Trace.Packet each : trace.packets()) {
                        Trace.Stream stream = trace.streams().get(each.stream());
                        int length = packets.write(each, plain);
                        int header = RtpHeader.length(plain, 0, length);
                        assertEquals(each.length(), length - header, name);
                        assertEquals(sequence[each.stream()]++ & 0xFFFF, RtpHeader.sequenceNumber(plain, 0), name);
                        assertEquals(1000 + each.stream(), RtpHeader.ssrc(plain, 0), name);
                        keyframe |= Keyframes.begins(stream.asForwarded(), plain, header, each.length());
                        assertTrue(keyframe || !stream.video(), name);
                    }
                }
            }
        }
    }

    @Test
    void picturesGoOnCountingWhenTheTraceBeginsAnew() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plain = arena.allocate(2048);
            Trace trace = Trace.of("chromium-720p-vp8-simulcast");
            TracePackets packets = new TracePackets(trace, 1000);
            int[] last = new int[trace.streams().size()];
            Arrays.fill(last, Vp8Payload.NONE);
            for (int i = 0; i < 2 * trace.packets().size(); i++) {
                Trace.Packet each = trace.packets().get(i % trace.packets().size());
                int length = packets.write(each, plain);
                if (trace.video(each)) {
                    int header = RtpHeader.length(plain, 0, length);
                    int picture = Vp8Payload.pictureId(plain, header, each.length());
                    int step = last[each.stream()] == Vp8Payload.NONE ? 0 : picture - last[each.stream()] & 0x7FFF;
                    assertTrue(step <= 1, "packet " + i + ": " + step);
                    last[each.stream()] = picture;
                }
            }
        }
    }

    @Test
    void aMedianOfAnEvenNumberIsTheMiddleOfTheTwo() {
        assertEquals(2.5, Figures.median(List.of(4.0, 1.0, 2.0, 3.0)));
        assertEquals(3.0, Figures.median(List.of(9.0, 1.0, 3.0)));
    }
}
