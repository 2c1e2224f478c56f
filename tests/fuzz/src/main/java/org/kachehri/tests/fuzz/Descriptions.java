package org.kachehri.tests.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kachehri.media.sdp.Answer;
import org.kachehri.media.sdp.MediaDescription;
import org.kachehri.media.sdp.SdpOutcome;
import org.kachehri.media.sdp.SdpOutcome.Described;
import org.kachehri.media.sdp.SessionDescription;
import org.kachehri.media.sdp.Setup;
import org.kachehri.media.sdp.TransportDescription;

/** Any text as an offer; our answer to one that we understand has its lines and is understood itself. */
final class Descriptions {
    private static final TransportDescription LOCAL = new TransportDescription(
            "abcdefgh",
            "abcdefghabcdefghabcdefgh",
            "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
            Setup.PASSIVE,
            true,
            List.of(new TransportDescription.Candidate("192.0.2.1", 9999, false)));

    private Descriptions() {}

    static void check(byte[] input) {
        if (!(SessionDescription.parse(new String(input, StandardCharsets.UTF_8)) instanceof Described offer)) {
            return;
        }
        offer.description().transport();
        Answer answer = Answer.to(offer.description(), 7, 1, LOCAL);
        SdpOutcome read = SessionDescription.parse(answer.text());
        Bytes.expect(read instanceof Described, "our answer is " + read + ": " + answer.text());
        List<MediaDescription> offered = offer.description().media();
        List<MediaDescription> answered = ((Described) read).description().media();
        Bytes.expect(answered.size() == offered.size(), "an answer of " + answered.size() + " lines");
        for (int i = 0; i < offered.size(); i++) {
            Bytes.expect(answered.get(i).mid().equals(offered.get(i).mid()), "line " + i + " has another mid");
            Bytes.expect(answered.get(i).media().equals(offered.get(i).media()), "line " + i + " is of another kind");
        }
        for (Answer.Accepted accepted : answer.accepted()) {
            Bytes.expect(
                    answered.stream().anyMatch(line -> line.mid().equals(accepted.mid()) && !line.rejected()),
                    "accepted without a line: " + accepted.mid());
        }
    }
}
