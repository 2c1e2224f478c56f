package org.kachehri.tests.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a page gets of a person while the reception runs, and when: the decoded tracks, before any screen or loudspeaker. */
final class LiveReceiver {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Times are milliseconds of the page's clock.
     *
     * @param counters each new counter and when its first picture came
     * @param pulses when each pulse of the person's tone began
     */
    record Heard(List<Map.Entry<Integer, Double>> counters, List<Double> pulses) {
        double millis() {
            return counters.getLast().getValue() - counters.getFirst().getValue();
        }

        /** Of its first so many milliseconds, or of its last if the number is negative. */
        Heard part(double millis) {
            double from = counters.getFirst().getValue();
            double to = counters.getLast().getValue();
            double least = millis < 0 ? to + millis : from;
            double most = millis < 0 ? to : from + millis;
            return new Heard(
                    counters.stream()
                            .filter(one -> one.getValue() >= least && one.getValue() <= most)
                            .toList(),
                    pulses.stream().filter(one -> one >= least && one <= most).toList());
        }
    }

    private LiveReceiver() {}

    /** The pulses are found as {@link Tone#pulses} finds them. A block of sound is stamped at its end. */
    private static final String HEAR =
            """
            async (seconds) => {
              const read = %s;
              const video = [...document.querySelectorAll('video[data-participant]')].find((v) => read(v) >= 0);
              const audio = document.querySelector(`audio[data-participant="${video.dataset.participant}"]`);
              const until = performance.now() + seconds * 1000;
              const counters = [], pulses = [];
              const each = async (track, take) => {
                const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
                while (performance.now() < until) {
                  const { value, done } = await reader.read();
                  if (done) break;
                  take(value, performance.now());
                  value.close();
                }
                await reader.cancel();
              };
              let last = -1;
              const see = (frame, now) => {
                const counter = read(frame);
                if (counter < 0 || counter === last) return;
                if (last >= 0) counters.push([counter, now]);
                last = counter;
              };
              let millis = [], quiet = 0;
              const listen = (sound, now) => {
                const samples = new Float32Array(sound.numberOfFrames);
                sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
                const step = sound.sampleRate / 1000;
                for (let at = 0; at + step <= samples.length; at += step) {
                  let power = 0;
                  for (let i = at; i < at + step; i++) power += samples[i] * samples[i];
                  millis = [...millis.slice(-4), power / step];
                  const loud = Math.sqrt(millis.reduce((a, b) => a + b) / 5) > %s;
                  if (loud && quiet >= %d) pulses.push(now - (samples.length - at) / step);
                  quiet = loud ? 0 : quiet + 1;
                }
              };
              await Promise.all([each(video.srcObject.getVideoTracks()[0], see), each(audio.srcObject.getAudioTracks()[0], listen)]);
              return JSON.stringify({ counters, pulses });
            }
            """;

    /** Returns after so many seconds. */
    static Heard hear(Seen seen, int seconds) throws IOException {
        int person = seen.person().number();
        String program = HEAR.formatted(CountedPicture.readInPage(person), Tone.LOUD, Tone.QUIET_MILLIS);
        JsonNode heard = JSON.readTree(seen.page().evaluate(program, seconds).toString());
        List<Map.Entry<Integer, Double>> counters = new ArrayList<>();
        heard.path("counters")
                .forEach(pair ->
                        counters.add(Map.entry(pair.get(0).asInt(), pair.get(1).asDouble())));
        List<Double> pulses = new ArrayList<>();
        heard.path("pulses").forEach(pulse -> pulses.add(pulse.asDouble()));
        return new Heard(counters, pulses);
    }
}
