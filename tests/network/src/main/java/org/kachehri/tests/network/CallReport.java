package org.kachehri.tests.network;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the browser says of its call since it began, in the names of the W3C's webrtc-stats after {@code video.}, {@code audio.}
 * (received), {@code sent.} (the camera), {@code pair.} and {@code local.} (the path in use).
 */
record CallReport(Map<String, Double> numbers, Map<String, String> words) {
    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z.]+)\":(?:\"([^\"]*)\"|(-?[0-9][0-9.eE+-]*))");

    static CallReport parse(String flatJson) {
        Map<String, Double> numbers = new HashMap<>();
        Map<String, String> words = new HashMap<>();
        Matcher member = MEMBER.matcher(flatJson);
        while (member.find()) {
            if (member.group(2) != null) {
                words.put(member.group(1), member.group(2));
            } else {
                numbers.put(member.group(1), Double.valueOf(member.group(3)));
            }
        }
        return new CallReport(numbers, words);
    }

    double number(String name) {
        return numbers.getOrDefault(name, 0.0);
    }

    String word(String name) {
        return words.getOrDefault(name, "");
    }

    boolean connected() {
        return word("publishing").equals("connected") && word("subscribing").equals("connected");
    }

    long framesDecoded() {
        return (long) number("video.framesDecoded");
    }

    long audioPackets() {
        return (long) number("audio.packetsReceived");
    }

    double freezeSeconds() {
        return number("video.totalFreezesDuration");
    }

    /** How long a frame, or a sample of sound, waited in the browser's jitter buffer, in the mean. */
    double jitterBufferMillis(String kind) {
        double emitted = number(kind + ".jitterBufferEmittedCount");
        return emitted == 0 ? 0 : 1_000 * number(kind + ".jitterBufferDelay") / emitted;
    }

    /** Share of the sound that the browser made up because nothing was there to play. */
    double concealed() {
        double samples = number("audio.totalSamplesReceived");
        return samples == 0 ? 0 : number("audio.concealedSamples") / samples;
    }

    @Override
    public String toString() {
        return "frames %d, sound packets %d, freezes %.0f (%.1f s), jitter buffer %.0f ms video %.0f ms sound, concealed %.1f %%, path %s"
                .formatted(
                        framesDecoded(),
                        audioPackets(),
                        number("video.freezeCount"),
                        freezeSeconds(),
                        jitterBufferMillis("video"),
                        jitterBufferMillis("audio"),
                        100 * concealed(),
                        word("local.candidateType") + " " + word("local.relayProtocol"));
    }
}
