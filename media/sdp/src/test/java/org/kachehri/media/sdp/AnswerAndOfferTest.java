package org.kachehri.media.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

class AnswerAndOfferTest {
    private static final TransportDescription OFFERING = new TransportDescription(
            Samples.LOCAL.ufrag(),
            Samples.LOCAL.pwd(),
            Samples.FINGERPRINT,
            Setup.ACTPASS,
            true,
            Samples.LOCAL.candidates());

    @Test
    void microphoneCameraAndScreenAreAcceptedAndTheDataChannelIsNot() {
        Answer answer = Answer.to(Samples.parsed(Samples.chromiumOffer()), 7, 2, Samples.LOCAL);
        assertEquals(
                List.of("0", "1", "2"),
                answer.accepted().stream().map(Answer.Accepted::mid).toList());
        Answer.Accepted camera = answer.accepted().get(1);
        assertEquals(MediaKind.VIDEO, camera.kind());
        assertEquals(Codec.VP8, camera.codec());
        assertEquals(96, camera.payloadType());
        assertEquals(97, camera.rtxPayloadType());
        assertEquals(4, camera.midExtension());
        assertEquals(1, answer.accepted().getFirst().audioLevelExtension());
        assertEquals(Codec.OPUS, answer.accepted().getFirst().codec());

        SessionDescription read = Samples.parsed(answer.text());
        assertEquals(List.of("0", "1", "2"), read.bundle());
        assertEquals(
                List.of(false, false, false, true),
                read.media().stream().map(MediaDescription::rejected).toList());
        assertEquals(Direction.RECVONLY, read.media().get(1).direction());
        assertTrue(answer.text().contains("\r\na=ice-lite\r\n"));
        assertTrue(answer.text().contains("\r\na=setup:passive\r\n"));
        assertTrue(answer.text().contains("candidate:1 1 udp 2130706431 192.0.2.1 9999 typ host\r\n"));
        assertTrue(answer.text().contains("candidate:2 1 udp 2130706175 2001:db8::1 9999 typ host\r\n"));
        assertTrue(answer.text().contains("\r\na=end-of-candidates\r\n"));
        assertFalse(answer.text().contains("transport-cc"), "feedback that we don't give is not promised");
        assertFalse(answer.text().contains("VP9"));
    }

    @Test
    void anAnswerAgreesToFeedbackAndRepairOnlyWhereOffered() {
        String poor =
                Samples.FIREFOX_OFFER.replace("a=rtcp-fb:120 ccm fir\n", "").replace("a=fmtp:124 apt=120\n", "");
        Answer answer = Answer.to(Samples.parsed(poor), 7, 1, Samples.LOCAL);
        Answer.Accepted camera = answer.accepted().getFirst();
        assertEquals(120, camera.payloadType());
        assertEquals(-1, camera.rtxPayloadType());
        assertEquals(3, camera.midExtension());
        assertEquals(-1, camera.ssrc(), "learnt by MID");
        assertTrue(answer.text().contains("a=rtcp-fb:120 nack pli\r\n"));
        assertFalse(answer.text().contains("ccm fir"));
        assertFalse(answer.text().contains("rtx"));
    }

    @Test
    void aPausedLineStaysAndSendsNothing() {
        String paused = Samples.FIREFOX_OFFER.replace("a=sendonly", "a=inactive");
        Answer answer = Answer.to(Samples.parsed(paused), 7, 1, Samples.LOCAL);
        assertEquals(List.of(), answer.accepted());
        MediaDescription line = Samples.parsed(answer.text()).media().getFirst();
        assertFalse(line.rejected());
        assertEquals(Direction.INACTIVE, line.direction());
    }

    @Test
    void linesThatCannotBeBundledOrDecodedAreRejected() {
        for (String change : List.of("a=rtcp-mux\n", "a=rtpmap:120 VP8/90000\n", "a=mid:0\n")) {
            SessionDescription offer = Samples.parsed(Samples.FIREFOX_OFFER.replace(change, ""));
            Answer answer = Answer.to(offer, 7, 1, Samples.LOCAL);
            assertEquals(List.of(), answer.accepted(), "without " + change);
            assertTrue(Samples.parsed(answer.text()).media().getFirst().rejected());
        }
        SessionDescription unbundled = Samples.parsed(Samples.FIREFOX_OFFER.replace("BUNDLE 0", "BUNDLE 9"));
        assertEquals(List.of(), Answer.to(unbundled, 7, 1, Samples.LOCAL).accepted());
    }

    @Test
    void anOfferNamesEverySourceAndItsRepair() {
        Offer.Line microphone = Offer.Line.opus("0", 1001, "p3", "p3", "p3/microphone");
        Offer.Line camera = Offer.Line.vp8("1", 1002, 4_294_967_295L, "p3", "p3", "p3/camera");
        SessionDescription read = Samples.parsed(Offer.of(5, 1, OFFERING, List.of(microphone, camera)));
        assertEquals(List.of("0", "1"), read.bundle());
        MediaDescription video = read.media("1").orElseThrow();
        assertEquals(Direction.SENDONLY, video.direction());
        assertEquals(1002, video.ssrc());
        assertEquals(4_294_967_295L, video.rtxSsrc());
        assertEquals("p3", video.streamId());
        assertEquals("p3/camera", video.trackId());
        assertEquals(Offer.MID_EXTENSION, video.extensionId(MediaDescription.Extension.MID));
        assertEquals(
                new MediaDescription.Format(96, Codec.VP8, 97, List.of("nack", "nack pli", "ccm fir")),
                video.formats().getFirst());
        MediaDescription audio = read.media("0").orElseThrow();
        assertEquals(1001, audio.ssrc());
        assertEquals(-1, audio.rtxSsrc());
        assertEquals(
                new MediaDescription.Format(111, Codec.OPUS, -1, List.of()),
                audio.formats().getFirst());
        assertEquals(Setup.ACTPASS, read.transport().orElseThrow().setup());
        assertTrue(read.transport().orElseThrow().iceLite());
    }

    @Test
    void aLineWithoutItsSourceStaysInItsPlaceAndIsGivenToTheNext() {
        Offer.Line camera = Offer.Line.vp8("0", 1, 2, "p3", "p3", "p3/camera");
        Offer.Line other = Offer.Line.vp8("1", 3, 4, "p4", "p4", "p4/camera");
        SessionDescription gone = Samples.parsed(Offer.of(5, 2, OFFERING, List.of(camera.inactive(), other)));
        assertEquals(Direction.INACTIVE, gone.media().get(0).direction());
        assertEquals(-1, gone.media().get(0).ssrc());
        assertFalse(gone.media().get(0).rejected());
        Offer.Line screen = Offer.Line.vp8("0", 5, 6, "p5", "p5", "p5/screen");
        SessionDescription reused = Samples.parsed(Offer.of(5, 3, OFFERING, List.of(screen, other)));
        assertEquals(5, reused.media().get(0).ssrc());
        assertEquals(Direction.SENDONLY, reused.media().get(0).direction());
    }

    @Test
    void nothingThatEndsALineGetsIntoAnOffer() {
        for (String bad : List.of("a b", "a\r\na=x", "", "ü")) {
            assertThrows(IllegalArgumentException.class, () -> Offer.Line.opus("0", 1, bad, "s", "t"));
            assertThrows(IllegalArgumentException.class, () -> Offer.Line.opus("0", 1, "c", bad, "t"));
            assertThrows(IllegalArgumentException.class, () -> Offer.Line.opus("0", 1, "c", "s", bad));
            assertThrows(IllegalArgumentException.class, () -> Offer.Line.opus(bad, 1, "c", "s", "t"));
        }
    }
}
