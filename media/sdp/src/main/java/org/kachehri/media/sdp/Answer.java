package org.kachehri.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;

/**
 * Our answer to a browser's offer of what it publishes: we receive, never send. Every line of the offer has one here, in the same order;
 * those we can't use (no codec of ours, outside the bundle, no {@code rtcp-mux}, a data channel) are rejected with port 0 (RFC 3264 section 6).
 *
 * @param text the description to send
 * @param accepted what the browser may send, in the order of the lines; lines that stay but send nothing now are left out
 */
public record Answer(String text, List<Accepted> accepted) {
    private static final String TRANSPORT_FEEDBACK = "transport-cc";

    /** Feedback we give, where the offer has it too. */
    private static final List<String> FEEDBACK = List.of(TRANSPORT_FEEDBACK, "nack", "nack pli", "ccm fir");

    /** A picture, its half and its quarter; a smaller one is of no use to anybody. */
    private static final int MOST_ENCODINGS = 3;

    public Answer {
        accepted = List.copyOf(accepted);
    }

    /**
     * One source the browser will send.
     *
     * @param redPayloadType of packets that repeat what came before (RFC 2198), -1 if it has none; packet by packet it sends as it likes
     * @param rtxPayloadType -1 if it can't repair
     * @param ssrc -1 if the offer doesn't name it: then it is learnt by its MID, and by its RID where there is one
     * @param rids encodings of a simulcast, in the offer's order: browsers list the smallest first; empty without simulcast
     * @param streamId as the browser calls its stream and track; may be empty
     */
    public record Accepted(
            String mid,
            MediaKind kind,
            Codec codec,
            int payloadType,
            int redPayloadType,
            int rtxPayloadType,
            Extensions extensions,
            long ssrc,
            long rtxSsrc,
            List<String> rids,
            String streamId,
            String trackId) {
        public Accepted {
            rids = List.copyOf(rids);
        }
    }

    /** Ids of header extensions, 0 for those that weren't negotiated; {@code transportWide} is the same on all lines that have it. */
    public record Extensions(int mid, int rid, int repairedRid, int transportWide, int audioLevel) {}

    /**
     * Answers an offer, also a later one of the same peer connection.
     *
     * @param sessionId of the {@code o=} line; the same for all answers of a peer connection
     * @param version grows by one with every answer of a peer connection
     * @param local our end; its setup should be {@link Setup#PASSIVE}
     */
    public static Answer to(SessionDescription offer, long sessionId, long version, TransportDescription local) {
        SdpWriter writer = new SdpWriter(sessionId, version, local);
        List<Accepted> accepted = new ArrayList<>();
        List<String> bundle = new ArrayList<>();
        // Packets of all lines are counted in one sequence, so its extension has one id: that of the first line that
        // has one.
        int transportWide = 0;
        for (MediaDescription line : offer.media()) {
            if (chosen(offer, line).isPresent()) {
                bundle.add(line.mid());
                if (transportWide == 0) transportWide = line.extensionId(MediaDescription.Extension.TRANSPORT_WIDE_CC);
            }
        }
        writer.bundle(bundle);
        for (MediaDescription line : offer.media()) {
            Forwarded.Choice choice = chosen(offer, line).orElse(null);
            if (choice == null) {
                writer.rejected(line);
                continue;
            }
            Accepted source = accept(line, choice, transportWide);
            write(writer, source, line.direction().sends(), feedback(choice.format(), source.extensions()));
            if (line.direction().sends()) {
                accepted.add(source);
            }
        }
        return new Answer(writer.text(), accepted);
    }

    private static Accepted accept(MediaDescription line, Forwarded.Choice choice, int transportWide) {
        boolean counted = line.extensionId(MediaDescription.Extension.TRANSPORT_WIDE_CC) == transportWide;
        int ridExtension = line.extensionId(MediaDescription.Extension.RTP_STREAM_ID);
        Extensions extensions = new Extensions(
                line.extensionId(MediaDescription.Extension.MID),
                ridExtension,
                line.extensionId(MediaDescription.Extension.REPAIRED_RTP_STREAM_ID),
                counted ? transportWide : 0,
                line.extensionId(MediaDescription.Extension.AUDIO_LEVEL));
        List<String> rids = ridExtension == 0 || choice.codec().kind != MediaKind.VIDEO
                ? List.of()
                : line.rids().stream().limit(MOST_ENCODINGS).toList();
        // Which encoding an SSRC would be isn't said: with simulcast they are all learnt.
        boolean named = rids.isEmpty();
        return new Accepted(
                line.mid(),
                choice.codec().kind,
                choice.codec().codec,
                choice.format().payloadType(),
                choice.redPayloadType(line),
                choice.format().rtxPayloadType(),
                extensions,
                named ? line.ssrc() : -1,
                named ? line.rtxSsrc() : -1,
                rids,
                line.streamId(),
                line.trackId());
    }

    private static void write(SdpWriter writer, Accepted source, boolean sends, List<String> feedback) {
        Extensions extensions = source.extensions();
        // Browsers send with redundancy where it comes first.
        writer.media(source.kind(), source.redPayloadType(), source.payloadType(), source.rtxPayloadType());
        writer.transport(source.mid(), sends ? Direction.RECVONLY : Direction.INACTIVE);
        writer.extension(extensions.mid(), MediaDescription.Extension.MID);
        writer.extension(extensions.rid(), MediaDescription.Extension.RTP_STREAM_ID);
        writer.extension(extensions.repairedRid(), MediaDescription.Extension.REPAIRED_RTP_STREAM_ID);
        writer.extension(extensions.transportWide(), MediaDescription.Extension.TRANSPORT_WIDE_CC);
        writer.extension(extensions.audioLevel(), MediaDescription.Extension.AUDIO_LEVEL);
        writer.format(source.codec(), source.payloadType(), source.rtxPayloadType(), feedback);
        writer.redundancy(source.redPayloadType());
        writer.simulcast(source.rids());
    }

    /** The format we take of a line, or nothing to reject the line. */
    private static Optional<Forwarded.Choice> chosen(SessionDescription offer, MediaDescription line) {
        if (line.rejected()
                || !line.rtcpMux()
                || line.mid().isEmpty()
                || !offer.bundled(line)
                || !line.protocol().equals(SdpWriter.PROTOCOL)) {
            return Optional.empty();
        }
        return Forwarded.choose(line);
    }

    private static List<String> feedback(MediaDescription.Format format, Extensions extensions) {
        return FEEDBACK.stream()
                .filter(format.feedback()::contains)
                .filter(each -> !each.equals(TRANSPORT_FEEDBACK) || extensions.transportWide() > 0)
                .toList();
    }
}
