package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.kachehri.media.rtp.KeyframeRequest;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.ReportBlock;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.sfu.ShardCounters.Reason;

/**
 * The RTCP that we send: sender reports to subscribers, receiver reports, NACKs and key frame requests to publishers, goodbyes. Every
 * compound begins with a report (RFC 3550 section 6.1). Not thread-safe.
 */
final class Reports {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** An RR of 31 blocks (752), a NACK of 100 items (412), a CNAME (268) fit in one Ethernet frame; rounded up. */
    private static final int SCRATCH_BYTES = 2048;

    /** One datagram of an Ethernet frame, with SRTCP's overhead and what tunnels add. */
    private static final int FEEDBACK_BYTES = 1_200;

    private static final byte[] OWN_NAME = "kachehri".getBytes(StandardCharsets.US_ASCII);

    private final OutArena out;
    private final ShardCounters counters;
    private final MemorySegment scratch;

    Reports(OutArena out, ShardCounters counters, Arena arena) {
        this.out = out;
        this.counters = counters;
        scratch = arena.allocate(SCRATCH_BYTES, 8);
    }

    /** A subscriber's first packets come with a report if the publisher ever gave one, so that sound and picture meet at once. */
    void firstSenderReport(long nowNanos, Subscription subscription) {
        if (subscription != null && !subscription.sentReports.any()) {
            senderReport(nowNanos, subscription);
        }
    }

    /**
     * The publisher's clock as this subscriber must see it: wallclock as the publisher reported it, carried forward to now, beside the
     * timestamp in the subscription's own numbering. The publisher's wallclock stays, because it is what its sources have in common.
     */
    void senderReport(long nowNanos, Subscription subscription) {
        Layer layer = subscription.numbering.current();
        if (layer == null || !layer.reported || !subscription.transport.ready()) {
            return;
        }
        long elapsed = nowNanos - layer.reportNanos;
        long ntp = layer.reportNtp + ((elapsed / SECOND_NANOS) << 32) + ((elapsed % SECOND_NANOS) << 32) / SECOND_NANOS;
        long ticks = elapsed * layer.source.description.codec().clockRate() / SECOND_NANOS;
        long timestamp = subscription.numbering.outTimestamp(layer.reportTimestamp + ticks);
        OutgoingStream stream = subscription.out;
        int length = SenderReport.write(scratch, 0, stream.ssrc, ntp, timestamp, stream.packets, stream.octets, 0);
        length += Rtcp.writeCname(scratch, length, stream.ssrc, layer.source.transport.peerName);
        send(subscription.transport, length);
        subscription.sentReports.sent(ntp, nowNanos);
    }

    /** One receiver report for everything the transport publishes. */
    void receiverReport(long nowNanos, TransportState transport) {
        int started = 0;
        for (int i = 0; i < transport.sources.size(); i++) {
            for (Layer layer : transport.sources.get(i).layers) {
                started += layer.statistics.started() && started < ReportBlock.MAX_BLOCKS ? 1 : 0;
            }
        }
        int length = Rtcp.writeReceiverReport(scratch, 0, transport.reportSsrc, started);
        int block = 0;
        for (int i = 0; i < transport.sources.size(); i++) {
            for (Layer layer : transport.sources.get(i).layers) {
                if (layer.statistics.started() && block < started) {
                    writeBlock(nowNanos, layer, ReportBlock.inReceiverReport(0, block++));
                }
            }
        }
        length += Rtcp.writeCname(scratch, length, transport.reportSsrc, OWN_NAME);
        send(transport, length);
    }

    private void writeBlock(long nowNanos, Layer layer, long at) {
        ReceiveStatistics statistics = layer.statistics;
        long delay = layer.reported ? (nowNanos - layer.reportNanos) * 65_536 / SECOND_NANOS : 0;
        ReportBlock.write(
                scratch,
                at,
                layer.ssrc,
                statistics.takeFractionLost(),
                statistics.cumulativeLost(),
                statistics.extendedHighestSequence(),
                statistics.jitterTicks(),
                layer.reported ? layer.reportNtp >>> 16 & 0xFFFF_FFFFL : 0,
                delay);
    }

    void nack(Layer layer, int[] sequenceNumbers, int count) {
        TransportState publisher = layer.source.transport;
        int length = Rtcp.writeReceiverReport(scratch, 0, publisher.reportSsrc, 0);
        length += Nack.write(scratch, length, publisher.reportSsrc, layer.ssrc, sequenceNumbers, count);
        send(publisher, length);
        counters.add(Reason.NACK_SENT, count);
    }

    void keyframeRequest(Layer layer) {
        TransportState publisher = layer.source.transport;
        if (layer.ssrc < 0 || !publisher.ready()) {
            return;
        }
        int length = Rtcp.writeReceiverReport(scratch, 0, publisher.reportSsrc, 0);
        length += KeyframeRequest.writePictureLoss(scratch, length, publisher.reportSsrc, layer.ssrc);
        send(publisher, length);
        counters.count(Reason.KEYFRAME_REQUEST_SENT);
    }

    /** Everything that arrived on the transport since the last time. */
    void transportFeedback(long nowNanos, TransportState transport) {
        while (transport.feedback.due(nowNanos)) {
            int report = Rtcp.writeReceiverReport(scratch, 0, transport.reportSsrc, 0);
            int written = transport.feedback.write(
                    scratch, report, FEEDBACK_BYTES - report, transport.reportSsrc, transport.feedbackSsrc, nowNanos);
            if (written <= 0) {
                return;
            }
            send(transport, report + written);
            counters.count(Reason.FEEDBACK_SENT);
        }
    }

    /** The stream ends for this subscriber. */
    void goodbye(Subscription subscription) {
        if (subscription.out.packets == 0 || !subscription.transport.ready()) {
            return;
        }
        int length = Rtcp.writeReceiverReport(scratch, 0, subscription.out.ssrc, 0);
        length += Rtcp.writeGoodbye(scratch, length, subscription.out.ssrc);
        send(subscription.transport, length);
    }

    private void send(TransportState transport, int length) {
        if (!transport.ready()) {
            return;
        }
        out.reserve(length + transport.sender.rtcpOverhead());
        int sealed = transport.sender.sealRtcp(scratch, 0, length, out.bytes, out.position);
        if (sealed < 0) {
            counters.count(Reason.DROPPED_SEAL);
            return;
        }
        long start = out.position;
        out.position += sealed;
        out.datagram(transport, start);
    }
}
