package org.kachehri.media.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) as far as two peer connections with one bundled transport need it; unknown attributes are ignored.
 *
 * @param bundle mids of the first BUNDLE group (RFC 9143), in its order
 */
public record SessionDescription(List<MediaDescription> media, List<String> bundle) {
    public SessionDescription {
        media = List.copyOf(media);
        bundle = List.copyOf(bundle);
    }

    /** Reads a description from the network; hostile text gives a refusal, never an exception. */
    public static SdpOutcome parse(String text) {
        return new SdpReader(text).read();
    }

    /** The media line with this mid. */
    public Optional<MediaDescription> media(String mid) {
        return media.stream().filter(line -> line.mid().equals(mid)).findFirst();
    }

    /** The writer's end of the bundled transport: that of the first line that isn't rejected and says it. */
    public Optional<TransportDescription> transport() {
        return media.stream()
                .filter(line -> !line.rejected())
                .flatMap(line -> line.transport().stream())
                .findFirst();
    }

    /** Whether a line rides on the bundled transport: named in the group, or the only line. */
    boolean bundled(MediaDescription line) {
        return bundle.contains(line.mid()) || (bundle.isEmpty() && media.size() == 1);
    }
}
