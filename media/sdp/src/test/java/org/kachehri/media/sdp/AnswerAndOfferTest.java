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
        assertEquals(4, camera.extensions().mid());
        assertEquals(1, answer.accepted().getFirst().extensions().audioLevel());
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
        // 2^24 × 90 + 2^8 × (2^13 × 4 + 8 189) + 255
        assertTrue(answer.text().contains("candidate:3 1 tcp 1520434687 192.0.2.1 9998 typ host tcptype passive\r\n"));
        assertTrue(answer.text().contains("\r\na=end-of-candidates\r\n"));
        assertFalse(answer.text().contains("transport-cc"), "feedback that we don't give is not promised");
        assertFalse(answer.text().contains("VP9"));
    }

    @Test
    void aSimulcastIsReceivedWholeAndItsSourcesAreLearnt() {
        SessionDescription offer = Samples.parsed(Samples.chromiumSimulcastOffer());
        Answer answer = Answer.to(offer, 7, 2, Samples.LOCAL);
        Answer.Accepted camera = answer.accepted().get(1);
        assertEquals(List.of("q", "h", "f"), camera.rids());
        assertEquals(new Answer.Extensions(4, 10, 11, 3, 0), camera.extensions());
        assertEquals(-1, camera.ssrc());
        Answer.Accepted microphone = answer.accepted().getFirst();
        assertEquals(new Answer.Extensions(4, 0, 0, 3, 1), microphone.extensions());
        assertTrue(microphone.ssrc() > 0);
        assertTrue(
                answer.text().contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n"));
        assertTrue(answer.text().contains("a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"));
        assertTrue(answer.text().contains("a=rtcp-fb:96 transport-cc\r\n"));
        assertTrue(answer.text().contains("a=rtcp-fb:111 transport-cc\r\n"));
        assertFalse(answer.text().contains("video-timing"), "an extension that isn't forwarded isn't wanted");

        String many = Samples.chromiumSimulcastOffer()
                .replace("a=simulcast:send ~q;h;f", "a=rid:x send\r\na=simulcast:send q;h;f;x");
        assertEquals(
                List.of("q", "h", "f"),
                Answer.to(Samples.parsed(many), 7, 1, Samples.LOCAL)
                        .accepted()
                        .get(1)
                        .rids());
        String unlabelled = Samples.chromiumSimulcastOffer().replace("rtp-stream-id", "other-id");
        Answer one = Answer.to(Samples.parsed(unlabelled), 7, 1, Samples.LOCAL);
        assertEquals(List.of(), one.accepted().get(1).rids(), "encodings that can't be told apart");
        assertFalse(one.text().contains("simulcast"));
    }

    @Test
    void oneIdCountsThePacketsOfAllLines() {
        String uri = MediaDescription.Extension.TRANSPORT_WIDE_CC;
        String two = Samples.chromiumSimulcastOffer().replaceFirst("a=extmap:3 " + uri, "a=extmap:9 " + uri);
        Answer answer = Answer.to(Samples.parsed(two), 7, 1, Samples.LOCAL);
        assertEquals(9, answer.accepted().get(0).extensions().transportWide());
        assertEquals(0, answer.accepted().get(1).extensions().transportWide());
        assertEquals(1, SessionDescriptionTest.lines(answer.text(), "a=extmap:9 " + uri));
        assertFalse(
                answer.text().contains("a=rtcp-fb:96 transport-cc"), "without its number there is nothing to report");
        assertTrue(answer.text().contains("a=rtcp-fb:96 nack pli"));
    }

    @Test
    void vp8IsTakenWhereverItStandsAndElseWhatTheOfferPrefersOfOurs() {
        String offer = Samples.chromiumSimulcastOffer();
        assertEquals(
                96, camera(offer.replace("SAVPF 96 97 102", "SAVPF 102 96 97")).payloadType());
        String without = offer.replace("a=rtpmap:96 VP8/90000\r\n", "");
        Answer.Accepted h264 = camera(without);
        assertEquals(Codec.H264, h264.codec());
        assertEquals(108, h264.payloadType(), "the constrained baseline profile in packetization mode 1");
        assertEquals(109, h264.rtxPayloadType());
        assertEquals(
                Codec.VP9, camera(without.replace("SAVPF 96 97", "SAVPF 98 99")).codec());
        assertEquals(
                Codec.AV1, camera(without.replace("SAVPF 96 97", "SAVPF 45 46")).codec());
        assertEquals(
                98,
                camera(without.replace("SAVPF 96 97", "SAVPF 100 98")).payloadType(),
                "profile 2 isn't what everybody reads");
        for (String fmtp : List.of("profile-level-id=42e01f", "packetization-mode=1;profile-level-id=4zzzzz")) {
            String only = Samples.FIREFOX_OFFER
                    .replace("120 VP8/90000", "120 H264/90000")
                    .replace("max-fs=12288;max-fr=60", fmtp)
                    .replace(" 121 125\n", "\n");
            assertEquals(
                    List.of(),
                    Answer.to(Samples.parsed(only), 7, 1, Samples.LOCAL).accepted(),
                    fmtp);
        }
    }

    private static Answer.Accepted camera(String offer) {
        return Answer.to(Samples.parsed(offer), 7, 1, Samples.LOCAL).accepted().get(1);
    }

    @Test
    void redundancyIsTakenFirstWhereItHoldsOurOpus() {
        String offer = Samples.chromiumSimulcastOffer();
        Answer answer = Answer.to(Samples.parsed(offer), 7, 1, Samples.LOCAL);
        Answer.Accepted microphone = answer.accepted().getFirst();
        assertEquals(Codec.OPUS, microphone.codec());
        assertEquals(111, microphone.payloadType());
        assertEquals(63, microphone.redPayloadType());
        assertEquals(-1, answer.accepted().get(1).redPayloadType());
        assertTrue(answer.text().contains("SAVPF 63 111\r\n"));
        assertTrue(answer.text().contains("a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"));
        for (String without : List.of(
                offer.replace("111/111", "109/109"),
                offer.replace("a=rtpmap:63 red", "a=rtpmap:63 blue"),
                offer.replaceAll("([ :])111\\b", "$1109"))) {
            Answer plain = Answer.to(Samples.parsed(without), 7, 1, Samples.LOCAL);
            assertEquals(Codec.OPUS, plain.accepted().getFirst().codec());
            assertEquals(-1, plain.accepted().getFirst().redPayloadType());
            assertFalse(plain.text().contains("red/48000"));
        }
    }

    @Test
    void redundancyIsOfferedBesideOpus() {
        Offer.Line microphone = Offer.Line.opus("0", 1001, "p3", "p3", "p3-microphone");
        String offer = Offer.of(5, 1, OFFERING, List.of(microphone));
        assertTrue(offer.contains("SAVPF 111 63\r\n"));
        assertEquals(
                List.of(Codec.OPUS, Codec.RED),
                Samples.parsed(offer).media().getFirst().formats().stream()
                        .map(MediaDescription.Format::codec)
                        .toList());
    }

    @Test
    void everyCodecIsOfferedAsItsSourceSendsIt() {
        for (Codec codec : List.of(Codec.VP8, Codec.VP9, Codec.H264, Codec.AV1)) {
            Offer.Line line = Offer.Line.of("0", codec, 1, 2, "p3", "p3", "p3-camera");
            MediaDescription read = Samples.parsed(Offer.of(5, 1, OFFERING, List.of(line)))
                    .media()
                    .getFirst();
            MediaDescription.Format format = read.formats().getFirst();
            assertEquals(codec, format.codec());
            assertEquals(line.payloadType(), format.payloadType());
            assertEquals(line.rtxPayloadType(), format.rtxPayloadType());
            assertEquals(
                    Offer.TRANSPORT_WIDE_EXTENSION, read.extensionId(MediaDescription.Extension.TRANSPORT_WIDE_CC));
        }
        Codec unknown = new Codec("H265", 90_000, 1, "");
        assertThrows(IllegalArgumentException.class, () -> Offer.Line.of("0", unknown, 1, 2, "c", "s", "t"));
    }

    @Test
    void anAnswerAgreesToFeedbackAndRepairOnlyWhereOffered() {
        String poor =
                Samples.FIREFOX_OFFER.replace("a=rtcp-fb:120 ccm fir\n", "").replace("a=fmtp:124 apt=120\n", "");
        Answer answer = Answer.to(Samples.parsed(poor), 7, 1, Samples.LOCAL);
        Answer.Accepted camera = answer.accepted().getFirst();
        assertEquals(120, camera.payloadType());
        assertEquals(-1, camera.rtxPayloadType());
        assertEquals(3, camera.extensions().mid());
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
            SessionDescription offer =
                    Samples.parsed(Samples.FIREFOX_OFFER.replace(change, "").replace("VP9", "VP7"));
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
                new MediaDescription.Format(96, Codec.VP8, 97, List.of("transport-cc", "nack", "nack pli", "ccm fir")),
                video.formats().getFirst());
        MediaDescription audio = read.media("0").orElseThrow();
        assertEquals(1001, audio.ssrc());
        assertEquals(-1, audio.rtxSsrc());
        assertEquals(
                new MediaDescription.Format(111, Codec.OPUS, -1, List.of("transport-cc")),
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
