package org.kachehri.media.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kachehri.media.sdp.SdpOutcome.Described;
import org.kachehri.media.sdp.SdpOutcome.Reason;
import org.kachehri.media.sdp.SdpOutcome.Refused;

/** Reads the lines of a description into one {@link Section} for the session and one for each media line. Used once. */
final class SdpReader {
    /**
     * A browser that subscribes to 250 people's camera and microphone answers with 500 lines; about 1 kB each.
     */
    private static final int MAX_MEDIA = 500;

    private static final int MAX_LENGTH = 1024 * MAX_MEDIA;

    /** Browsers write up to 150 attributes a media line (all codecs with their parameters and feedback); a factor of 4 to spare. */
    private static final int MAX_ATTRIBUTES = 600;

    /** The longest line names every mid of a group: 500 × (16 + 1) characters. */
    private static final int MAX_LINE_LENGTH = 17 * MAX_MEDIA;

    private final String text;
    private final Section session = new Section("", 0, "", "");
    private final List<Section> media = new ArrayList<>();
    private final List<String> bundle = new ArrayList<>();

    SdpReader(String text) {
        this.text = text;
    }

    SdpOutcome read() {
        if (text.length() > MAX_LENGTH) {
            return new Refused(Reason.TOO_LONG, 0);
        }
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String line = text.substring(at, end > at && text.charAt(end - 1) == '\r' ? end - 1 : end);
            at = end + 1;
            number++;
            if (line.isEmpty() && at >= text.length()) {
                break;
            }
            if (number == 1 && !line.equals("v=0")) {
                return new Refused(Reason.NOT_SDP, 1);
            }
            if (line.length() < 2 || line.length() > MAX_LINE_LENGTH || line.charAt(1) != '=' || !printable(line)) {
                return new Refused(Reason.MALFORMED_LINE, number);
            }
            Reason refusal = line(line.charAt(0), line.substring(2));
            if (refusal != null) {
                return new Refused(refusal, number);
            }
        }
        return number == 0 ? new Refused(Reason.NOT_SDP, 0) : described();
    }

    /** A line of one section; null if nothing is wrong with it. */
    private Reason line(char type, String value) {
        Section current = media.isEmpty() ? session : media.getLast();
        if (type == 'm') {
            if (media.size() == MAX_MEDIA) {
                return Reason.TOO_MANY_MEDIA;
            }
            String[] words = value.split(" ", 4);
            int port = words.length < 4 ? -1 : Numbers.parse(words[1], 65_535);
            if (port < 0) {
                return Reason.MALFORMED_LINE;
            }
            media.add(new Section(words[0], port, words[2], words[3]));
            return null;
        }
        if (type != 'a') {
            return null;
        }
        if (++current.attributes > MAX_ATTRIBUTES) {
            return Reason.TOO_MANY_ATTRIBUTES;
        }
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        String rest = colon < 0 ? "" : value.substring(colon + 1);
        if (current == session && name.equals("group") && rest.startsWith("BUNDLE ") && bundle.isEmpty()) {
            bundle.addAll(List.of(rest.substring("BUNDLE ".length()).trim().split(" +", -1)));
            return null;
        }
        return current.attribute(name, rest) ? null : Reason.MALFORMED_LINE;
    }

    private SdpOutcome described() {
        Set<String> mids = new HashSet<>();
        List<MediaDescription> lines = new ArrayList<>();
        for (Section section : media) {
            MediaDescription line = section.describe(session);
            if (!line.mid().isEmpty() && !mids.add(line.mid())) {
                return new Refused(Reason.REPEATED_MID, 0);
            }
            lines.add(line);
        }
        return new Described(new SessionDescription(lines, bundle));
    }

    /** No control characters: what we read may be written again, and a NUL or a bare CR means another parser sees other lines. */
    private static boolean printable(String line) {
        return line.chars().allMatch(character -> (character >= ' ' && character != 0x7F) || character == '\t');
    }
}
