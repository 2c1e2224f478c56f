package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.kachehri.media.rtp.KeyframeRequest;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.ReportBlock;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.rtp.TransportFeedback;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.SrtpReceiver;

/** The RTCP that we receive, from publishers and from subscribers. Not thread-safe. */
final class ControlPackets {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A round trip beyond 10 s is a clock error of the peer, not a line. */
    private static final long MAX_ROUND_TRIP_NANOS = 10 * SECOND_NANOS;

    private final Retransmissions retransmissions;
    private final Reports reports;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final MemorySegment plain;

    ControlPackets(
            Retransmissions retransmissions, Reports reports, ShardCounters counters, Deadline deadline, Arena arena) {
        this.retransmissions = retransmissions;
        this.reports = reports;
        this.counters = counters;
        this.deadline = deadline;
        plain = arena.allocate(Batch.MAX_DATAGRAM, 8);
    }

    /**
     * Datagram {@code i} of the batch, which came from this transport.
     *
     * @return whether it was authentic
     */
    boolean received(long nowNanos, Batch batch, int i, TransportState transport) {
        int length = transport.receiver.openRtcp(batch.bytes, batch.offset(i), batch.length[i], plain, 0);
        if (length < 0) {
            counters.count(refusal(length));
            return false;
        }
        for (long at = 0; at < length; at += Rtcp.packetLength(plain, at)) {
            packet(nowNanos, transport, at);
        }
        return true;
    }

    private static Reason refusal(int reason) {
        return switch (reason) {
            case SrtpReceiver.FORGED -> Reason.DROPPED_SRTP_AUTHENTICATION;
            case SrtpReceiver.REPLAYED, SrtpReceiver.TOO_OLD -> Reason.DROPPED_SRTP_REPLAY;
            case SrtpReceiver.MALFORMED -> Reason.DROPPED_RTCP_MALFORMED;
            default -> Reason.DROPPED_SRTP_OTHER;
        };
    }

    private void packet(long nowNanos, TransportState transport, long at) {
        switch (Rtcp.type(plain, at)) {
            case Rtcp.SENDER_REPORT -> {
                senderReport(nowNanos, transport, at);
                for (int block = 0; block < Rtcp.count(plain, at); block++) {
                    reportBlock(nowNanos, transport, SenderReport.block(at, block));
                }
            }
            case Rtcp.RECEIVER_REPORT -> {
                for (int block = 0; block < Rtcp.count(plain, at); block++) {
                    reportBlock(nowNanos, transport, ReportBlock.inReceiverReport(at, block));
                }
            }
            case Rtcp.GOODBYE -> goodbye(transport, at);
            case Rtcp.TRANSPORT_FEEDBACK -> {
                if (TransportFeedback.matches(plain, at)) {
                    feedback(nowNanos, transport, at);
                } else if (Nack.matches(plain, at)) {
                    Subscription subscription = transport.subscriptionBySsrc.find(Rtcp.mediaSsrc(plain, at));
                    if (subscription == null) {
                        counters.count(Reason.DROPPED_RTCP_UNKNOWN);
                    } else {
                        retransmissions.requested(nowNanos, subscription, plain, at);
                    }
                }
            }
            case Rtcp.PAYLOAD_FEEDBACK -> keyframeRequest(nowNanos, transport, at);
            default -> {
                // Source descriptions, extended reports, application packets: nothing in them changes what we do.
            }
        }
    }

    /** What became of the packets that we sent: the estimate of the line follows. */
    private void feedback(long nowNanos, TransportState transport, long at) {
        counters.count(Reason.FEEDBACK_RECEIVED);
        Line line = transport.line;
        if (line == null || !line.feedback(plain, at, nowNanos)) {
            counters.count(Reason.FEEDBACK_REFUSED);
            return;
        }
        deadline.lower(transport, line.deadlineNanos());
    }

    private void senderReport(long nowNanos, TransportState transport, long at) {
        Layer layer = transport.layerBySsrc.find(Rtcp.senderSsrc(plain, at));
        if (layer == null) {
            counters.count(Reason.DROPPED_RTCP_UNKNOWN);
            return;
        }
        if (Rtcp.senderSsrc(plain, at) != layer.ssrc) {
            // The report of its retransmission stream: its clock is the same.
            return;
        }
        layer.reported = true;
        layer.reportNtp = SenderReport.ntpTimestamp(plain, at);
        layer.reportTimestamp = SenderReport.rtpTimestamp(plain, at);
        layer.reportNanos = nowNanos;
        Source source = layer.source;
        if (!source.open()) {
            return;
        }
        if (source.room.tap != null) {
            source.room.tap.rtcp(nowNanos, layer.described.id(), plain, at, Rtcp.packetLength(plain, at));
        }
        for (int s = 0; s < source.subscriptionCount(); s++) {
            if (source.subscription(s).numbering.current() == layer) {
                reports.senderReport(nowNanos, source.subscription(s));
            }
        }
    }

    /** What a subscriber says about one of our streams: with our last report it gives the round trip (RFC 3550 section 6.4.1). */
    private void reportBlock(long nowNanos, TransportState transport, long block) {
        Subscription subscription = transport.subscriptionBySsrc.find(ReportBlock.ssrc(plain, block));
        if (subscription == null) {
            return;
        }
        transport.meter.reported(
                subscription.out,
                ReportBlock.fractionLost(plain, block),
                ReportBlock.extendedHighestSequence(plain, block));
        if (subscription.source != null
                && !subscription.source.video()
                && ReportBlock.fractionLost(plain, block) >= Redundancy.AUDIBLE_LOSS) {
            transport.soundLostNanos = nowNanos;
        }
        long echoed = ReportBlock.lastSenderReport(plain, block);
        long sentNanos = echoed == 0 ? -1 : subscription.sentReports.sentNanos(echoed);
        if (sentNanos < 0) {
            return;
        }
        long delay = ReportBlock.delaySinceLastSenderReport(plain, block) * SECOND_NANOS / 65_536;
        long roundTrip = nowNanos - sentNanos - delay;
        if (roundTrip >= 0 && roundTrip <= MAX_ROUND_TRIP_NANOS) {
            transport.roundTripNanos = roundTrip;
            transport.meter.roundTrip(roundTrip);
        }
    }

    private void goodbye(TransportState transport, long at) {
        for (int i = 0; i < Rtcp.count(plain, at); i++) {
            Layer layer = transport.layerBySsrc.find(Rtcp.goodbyeSsrc(plain, at, i));
            if (layer == null) {
                continue;
            }
            for (int s = 0; s < layer.source.subscriptionCount(); s++) {
                Subscription subscription = layer.source.subscription(s);
                if (subscription.numbering.current() == layer) {
                    reports.goodbye(subscription);
                }
            }
        }
    }

    private void keyframeRequest(long nowNanos, TransportState transport, long at) {
        if (KeyframeRequest.isPictureLoss(plain, at)) {
            keyframeRequested(nowNanos, transport, Rtcp.mediaSsrc(plain, at));
        } else if (KeyframeRequest.isFullIntra(plain, at)) {
            for (int i = 0; i < KeyframeRequest.fullIntraItems(plain, at); i++) {
                keyframeRequested(nowNanos, transport, KeyframeRequest.fullIntraSsrc(plain, at, i));
            }
        }
    }

    private void keyframeRequested(long nowNanos, TransportState transport, long ssrc) {
        Subscription subscription = transport.subscriptionBySsrc.find(ssrc);
        if (subscription == null || subscription.target() == null) {
            counters.count(Reason.DROPPED_RTCP_UNKNOWN);
            return;
        }
        counters.count(Reason.KEYFRAME_REQUEST_RECEIVED);
        Layer layer = subscription.target().layer;
        if (layer.keyframes.request(nowNanos)) {
            reports.keyframeRequest(layer);
        }
        deadline.lower(layer.source.transport, layer.keyframes.deadlineNanos());
    }
}
