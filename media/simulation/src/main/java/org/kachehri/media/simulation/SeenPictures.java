package org.kachehri.media.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a decoder could show all that came: every picture complete, nothing that it refers to missing, the marker on its last packet
 * and nowhere else. Remembers every packet; looked at when all has come.
 */
final class SeenPictures {
    private static final int LAYERS = 3;

    /** One packet; see {@link EncodedPicture}. */
    record Part(
            long timestamp,
            boolean marker,
            long ssrc,
            int picture,
            int layer,
            int height,
            boolean key,
            boolean first,
            boolean last) {}

    private record Fault(long timestamp, String text) {}

    /** By sequence number as received; null for one without content. */
    private final Map<Long, Part> parts = new TreeMap<>();

    private final List<Fault> faults = new ArrayList<>();

    /** The last picture decoded of each layer of the stream that is seen, or -1. */
    private final int[] decoded = new int[LAYERS];

    private final long forgivenTicks;
    private long ssrc = -1;

    /**
     * @param forgivenSeconds what lacks so shortly before a key picture is forgiven: the picture stood still for that long at most, and nothing
     *     refers to it any more
     */
    SeenPictures(double forgivenSeconds) {
        forgivenTicks = (long) (forgivenSeconds * 90_000);
    }

    void packet(long sequence, Part part) {
        parts.put(sequence, part);
    }

    /** How many came without content. */
    long empty() {
        return parts.values().stream().filter(part -> part == null).count();
    }

    /** The height of the last picture that ended. */
    int height() {
        int height = 0;
        for (Part part : parts.values()) {
            height = part != null && part.marker() ? part.height() : height;
        }
        return height;
    }

    /** Everything that a decoder would stumble over. */
    List<String> faults() {
        faults.clear();
        List<Part> picture = new ArrayList<>();
        long expected = -1;
        long timestamp = 0;
        for (Map.Entry<Long, Part> entry : parts.entrySet()) {
            if (expected >= 0 && entry.getKey() != expected) {
                faults.add(new Fault(timestamp, expected + " is missing"));
            }
            expected = entry.getKey() + 1;
            Part part = entry.getValue();
            if (part == null) {
                continue;
            }
            timestamp = part.timestamp();
            if (!picture.isEmpty() && picture.getFirst().timestamp() != part.timestamp()) {
                decode(picture, true);
                picture.clear();
            }
            picture.add(part);
        }
        decode(picture, false);
        return faults.stream().map(Fault::text).toList();
    }

    /** @param whole whether another picture follows, so that this one must have ended */
    private void decode(List<Part> picture, boolean whole) {
        if (picture.isEmpty()) {
            return;
        }
        Part begin = picture.getFirst();
        if (begin.ssrc() != ssrc) {
            ssrc = begin.ssrc();
            Arrays.fill(decoded, -1);
        }
        if (begin.key()) {
            faults.removeIf(fault -> (int) (begin.timestamp() - fault.timestamp()) < forgivenTicks);
        }
        for (int i = 0; i < picture.size(); i++) {
            Part part = picture.get(i);
            boolean ends = i == picture.size() - 1;
            if (part.marker() != ends && (whole || !ends)) {
                fault(part, "the marker is wrong");
            }
            if (part.picture() != begin.picture() || part.ssrc() != ssrc) {
                fault(part, "is beside a part of " + begin.picture());
            }
            boolean opens = i == 0 || picture.get(i - 1).layer() != part.layer();
            if (part.first() != opens
                    || part.layer() != (i == 0 ? 0 : picture.get(i - 1).layer() + (opens ? 1 : 0))) {
                fault(part, "begins in the wrong place");
            }
            boolean closes = ends || picture.get(i + 1).layer() != part.layer();
            if (part.last() != closes && (whole || !ends)) {
                fault(part, "ends in the wrong place");
            }
            if (opens && !part.key() && decoded[part.layer()] != part.picture() - 1) {
                fault(part, "refers to a picture that wasn't decoded");
            }
        }
        for (Part part : picture) {
            decoded[part.layer()] = part.picture();
        }
    }

    private void fault(Part part, String what) {
        String text = "picture %d layer %d of %d: %s".formatted(part.picture(), part.layer(), part.ssrc(), what);
        faults.add(new Fault(part.timestamp(), text));
    }
}
