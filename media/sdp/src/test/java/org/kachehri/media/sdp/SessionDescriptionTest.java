package org.kachehri.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sdp.SdpOutcome.Reason;
import org.kachehri.media.sdp.SdpOutcome.Refused;

class SessionDescriptionTest {
    @Test
    void chromiumsOfferIsUnderstood() {
        SessionDescription offer = Samples.parsed(Samples.chromiumOffer());
        assertEquals(List.of("0", "1", "2", "3"), offer.bundle());
        assertEquals(4, offer.media().size());
        MediaDescription microphone = offer.media().get(0);
        assertEquals(Optional.of(MediaKind.AUDIO), microphone.kind());
        assertEquals(Direction.SENDONLY, microphone.direction());
        assertEquals(111, microphone.format(Codec.OPUS).orElseThrow().payloadType());
        assertEquals(1, microphone.extensionId(MediaDescription.Extension.AUDIO_LEVEL));
        assertEquals(4, microphone.extensionId(MediaDescription.Extension.MID));
        MediaDescription camera = offer.media("1").orElseThrow();
        MediaDescription.Format vp8 = camera.format(Codec.VP8).orElseThrow();
        assertEquals(96, vp8.payloadType());
        assertEquals(97, vp8.rtxPayloadType());
        assertTrue(vp8.feedback().containsAll(List.of("nack", "nack pli", "ccm fir")));
        assertTrue(camera.ssrc() > 0 && camera.rtxSsrc() > 0 && camera.ssrc() != camera.rtxSsrc());
        assertFalse(camera.streamId().isEmpty());
        assertFalse(camera.trackId().isEmpty());
        assertEquals(Optional.empty(), offer.media("3").orElseThrow().kind(), "a data channel");
        TransportDescription transport = offer.transport().orElseThrow();
        assertEquals(Setup.ACTPASS, transport.setup());
        assertTrue(transport.fingerprint().matches("sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}"));
        assertFalse(transport.iceLite());
        assertFalse(transport.toString().contains(transport.pwd()), "passwords stay out of logs");
    }

    @Test
    void chromiumsAnswerTellsWhatItReceivesAndItsEnd() {
        SessionDescription answer = Samples.parsed(Samples.chromiumAnswer());
        assertEquals(
                List.of(Direction.RECVONLY, Direction.INACTIVE, Direction.RECVONLY),
                answer.media().stream().map(MediaDescription::direction).toList());
        assertEquals(Setup.ACTIVE, answer.transport().orElseThrow().setup());
    }

    @Test
    void whatTheSessionSaysHoldsForItsLines() {
        SessionDescription offer = Samples.parsed(Samples.FIREFOX_OFFER);
        TransportDescription transport = offer.transport().orElseThrow();
        assertEquals(Samples.FINGERPRINT, transport.fingerprint());
        assertEquals("0a1b2c3d", transport.ufrag());
        MediaDescription camera = offer.media().getFirst();
        assertEquals(-1, camera.ssrc());
        assertEquals(124, camera.format(Codec.VP8).orElseThrow().rtxPayloadType());
        assertEquals(
                "max-fs=12288;max-fr=60",
                camera.format(Codec.VP8).orElseThrow().codec().fmtp());
    }

    @Test
    void encodingsSentAtOnceAreThoseThatHaveADescription() {
        MediaDescription camera =
                Samples.parsed(Samples.chromiumSimulcastOffer()).media("1").orElseThrow();
        assertEquals(List.of("q", "h", "f"), camera.rids());
        assertEquals(10, camera.extensionId(MediaDescription.Extension.RTP_STREAM_ID));
        assertEquals(11, camera.extensionId(MediaDescription.Extension.REPAIRED_RTP_STREAM_ID));
        assertEquals(3, camera.extensionId(MediaDescription.Extension.TRANSPORT_WIDE_CC));
        assertEquals(-1, camera.ssrc());
        String start = "v=0\nm=video 9 X 0\na=rid:a send\na=rid:b send pt=96;max-width=640\na=rid:c recv\n";
        assertEquals(List.of("b", "a"), rids(start + "a=simulcast:recv c send x,b;~a,b;y\n"));
        assertEquals(List.of(), rids(start + "a=simulcast:recv a;b\n"), "that is what it receives");
        assertEquals(List.of(), rids(start));
        assertEquals(List.of(), rids("v=0\nm=video 9 X 0\na=simulcast:send a;b\n"), "nowhere described");
    }

    private static List<String> rids(String text) {
        return Samples.parsed(text).media().getFirst().rids();
    }

    @Test
    void aDescriptionWithoutFingerprintHasNoTransport() {
        String text = Samples.FIREFOX_OFFER.replaceFirst("a=fingerprint:[^\n]*\n", "");
        assertEquals(Optional.empty(), Samples.parsed(text).transport());
        String weak = Samples.FIREFOX_OFFER.replaceFirst("a=fingerprint:[^\n]*", "a=fingerprint:sha-1 00:11:22");
        assertEquals(Optional.empty(), Samples.parsed(weak).transport());
    }

    @Test
    void hostileTextIsRefusedWithAReason() {
        assertEquals(new Refused(Reason.NOT_SDP, 0), SessionDescription.parse(""));
        assertEquals(new Refused(Reason.NOT_SDP, 1), SessionDescription.parse("hello\r\n"));
        assertEquals(new Refused(Reason.TOO_LONG, 0), SessionDescription.parse("v=0\r\n".repeat(200_000)));
        refused(Reason.MALFORMED_LINE, "m=audio ninety UDP/TLS/RTP/SAVPF 111");
        refused(Reason.MALFORMED_LINE, "m=audio 70000 UDP/TLS/RTP/SAVPF 111");
        refused(Reason.MALFORMED_LINE, "a=ice-ufrag:abc\rd");
        refused(Reason.MALFORMED_LINE, "a=ice-pwd:short");
        refused(Reason.MALFORMED_LINE, "a=mid:seventeen_letters");
        refused(Reason.MALFORMED_LINE, "a=mid:<script>");
        refused(Reason.MALFORMED_LINE, "a=fingerprint:sha-256 AB:CD");
        refused(Reason.MALFORMED_LINE, "a=fingerprint:sha-256 " + "GG:".repeat(31) + "GG");
        refused(Reason.MALFORMED_LINE, "a=rtpmap:200 VP8/90000");
        refused(Reason.MALFORMED_LINE, "a=rtpmap:96 VP8/99999999999999999999999");
        refused(Reason.MALFORMED_LINE, "a=rtpmap:96 VP8/-1");
        refused(Reason.MALFORMED_LINE, "a=ssrc:4294967296 cname:x");
        refused(Reason.MALFORMED_LINE, "a=rid:q");
        refused(Reason.MALFORMED_LINE, "a=rid:q sideways");
        refused(Reason.MALFORMED_LINE, "a=rid:q;h send");
        refused(Reason.MALFORMED_LINE, "a=rid:seventeen_letters send");
        refused(Reason.MALFORMED_LINE, "a=rid:q send\r\na=rid:q send");
        refused(Reason.MALFORMED_LINE, "a=simulcast:send");
        refused(Reason.MALFORMED_LINE, "a=simulcast:send q;;h");
        refused(Reason.MALFORMED_LINE, "a=simulcast:send ~~q");
        refused(Reason.MALFORMED_LINE, "a=simulcast:keep q");
        refused(Reason.MALFORMED_LINE, "a=simulcast:send q recv");
        refused(Reason.MALFORMED_LINE, "a=simulcast:send q\r\na=simulcast:send q");
        refused(Reason.MALFORMED_LINE, "a=extmap:4 urn:a\r\na=extmap:4 urn:b");
        refused(Reason.TOO_MANY_ATTRIBUTES, "a=x\r\n".repeat(601).strip());
        refused(Reason.TOO_MANY_MEDIA, "m=audio 9 X 0\r\n".repeat(501).strip());
        assertEquals(
                new Refused(Reason.REPEATED_MID, 0),
                SessionDescription.parse("v=0\nm=audio 9 X 0\na=mid:0\nm=video 9 X 0\na=mid:0\n"));
    }

    private static void refused(Reason reason, String lines) {
        SdpOutcome outcome = SessionDescription.parse("v=0\r\ns=-\r\n" + lines + "\r\n");
        assertTrue(outcome instanceof Refused refused && refused.reason() == reason, outcome + " for " + lines);
    }

    @Test
    void mutatedDescriptionsAreRefusedOrAnsweredButNeverThrow() {
        Random random = new Random(8866);
        List<String> seeds = List.of(
                Samples.chromiumOffer(),
                Samples.chromiumSimulcastOffer(),
                Samples.FIREFOX_OFFER,
                Samples.chromiumAnswer());
        int answered = 0;
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder(seeds.get(i % seeds.size()));
            for (int change = random.nextInt(8); change >= 0; change--) {
                mutate(text, random);
            }
            if (SessionDescription.parse(text.toString()) instanceof SdpOutcome.Described described) {
                SessionDescription offer = described.description();
                offer.transport();
                Answer answer = Answer.to(offer, 1, 1, Samples.LOCAL);
                assertEquals(offer.media().size(), lines(answer.text(), "m="), "one line each");
                assertTrue(SessionDescription.parse(answer.text()) instanceof SdpOutcome.Described, answer.text());
                answered++;
            }
        }
        assertTrue(answered > 500, "the answer was reached " + answered + " times");
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(6)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(300));
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, "0123456789 :=;/\r\n".charAt(random.nextInt(17)));
            case 3 -> {
                int from = text.lastIndexOf("\n", at) + 1;
                int to = text.indexOf("\n", at) + 1;
                String line = text.substring(from, Math.max(from, to));
                text.insert(from, line);
            }
            case 4 -> {
                int from = text.lastIndexOf("\n", at) + 1;
                text.delete(from, Math.max(from, text.indexOf("\n", at) + 1));
                if (text.isEmpty()) {
                    text.append("v=0\n");
                }
            }
            default -> text.setLength(random.nextInt(20) == 0 ? Math.max(1, at) : text.length());
        }
    }

    static long lines(String text, String prefix) {
        return text.lines().filter(line -> line.startsWith(prefix)).count();
    }
}
