package org.kachehri.media.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kachehri.media.congestion.BandwidthEstimator;
import org.kachehri.media.congestion.FeedbackBuilder;
import org.kachehri.media.congestion.SentPackets;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.KeyframeRequest;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.ReportBlock;
import org.kachehri.media.rtp.Rtcp;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.rtp.TransportFeedback;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;
import org.kachehri.media.transport.PacketKind;
import org.kachehri.media.transport.SrtpKeys;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.SrtpSender;
import org.kachehri.media.transport.Stun;

/**
 * One peer connection as a browser has it, as far as a bridge can tell: checks the path, shakes hands, sends what it publishes and
 * hears what it is subscribed to, both with repair. Owned by its simulation.
 */
final class SimulatedPeer implements AutoCloseable {
    private static final long MILLISECOND_NANOS = 1_000_000L;

    /** libwebrtc's pace of checks before and after a pair is writable. */
    private static final long FIRST_CHECK_NANOS = 50 * MILLISECOND_NANOS;

    private static final long CHECK_NANOS = 2_500 * MILLISECOND_NANOS;
    private static final long HELLO_NANOS = 100 * MILLISECOND_NANOS;
    private static final long REPORT_NANOS = 1_000 * MILLISECOND_NANOS;

    /** Id of the header extension with the transport-wide number, both ways. */
    static final int TRANSPORT_WIDE = 3;

    final Simulation simulation;
    final int index;
    final int transport;
    final Link up;
    final Link down;
    final List<SentStream> sent = new ArrayList<>();
    final List<HeardStream> heard = new ArrayList<>();
    final long reportSsrc;
    long plannedNanos = Long.MAX_VALUE;

    /** Its address; another port is another path. */
    int port = Simulation.peerPort();

    /** A peer that is gone says nothing and hears nothing. */
    boolean present = true;

    boolean nominates = true;
    boolean checked;
    boolean connected;
    int answers;

    IceCredentials own;
    IceCredentials server;

    /** What this peer sent, and how much the bridge tells it to have heard of it. */
    final SentPackets sentPackets = new SentPackets();

    final BandwidthEstimator uplink = new BandwidthEstimator(sentPackets, BandwidthEstimator.POINT_START_BPS);
    private final FeedbackBuilder feedback = new FeedbackBuilder();
    private final SplittableRandom random;
    private final MemorySegment scratch = Arena.ofAuto().allocate(Batch.MAX_DATAGRAM, 8);
    private final MemorySegment plain = Arena.ofAuto().allocate(Batch.MAX_DATAGRAM, 8);
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private long checkNanos;
    private long helloNanos;
    private long reportNanos;

    SimulatedPeer(Simulation simulation, int transport, Impairment up, Impairment down) {
        this.simulation = simulation;
        this.transport = transport;
        index = simulation.peers.size();
        random = simulation.random();
        this.up = new Link(up, random.split());
        this.down = new Link(down, random.split());
        own = IceCredentials.random(random);
        server = IceCredentials.random(random);
        reportSsrc = random.nextInt() & 0xFFFF_FFFFL;
        checkNanos = simulation.nowNanos();
        simulation.add(this);
    }

    ShardCommand.OpenTransport opening(String room, String peer) {
        return new ShardCommand.OpenTransport(transport, room, peer, server, own, "sha-256 00", DtlsRole.SERVER);
    }

    /** New credentials on both sides, as after an offer and its answer; checks begin at once and at their first pace. */
    ShardCommand.RestartIce restarting() {
        own = IceCredentials.random(random);
        server = IceCredentials.random(random);
        checked = false;
        checkNanos = simulation.nowNanos();
        simulation.wake(this);
        return new ShardCommand.RestartIce(transport, server, own);
    }

    long nextNanos() {
        if (!present) {
            return Long.MAX_VALUE;
        }
        long next = checkNanos;
        if (checked && !connected) {
            next = Math.min(next, helloNanos);
        }
        if (connected) {
            next = Math.min(next, Math.min(reportNanos, feedback.deadlineNanos()));
            for (int i = 0; i < sent.size(); i++) {
                next = Math.min(next, sent.get(i).nextNanos());
            }
            for (int i = 0; i < heard.size(); i++) {
                next = Math.min(next, heard.get(i).nextNanos());
            }
        }
        return next;
    }

    void tick(long nowNanos) {
        if (!present) {
            return;
        }
        if (nowNanos >= checkNanos) {
            checkNanos = nowNanos + (checked ? CHECK_NANOS : FIRST_CHECK_NANOS);
            check();
        }
        if (checked && !connected && nowNanos >= helloNanos) {
            helloNanos = nowNanos + HELLO_NANOS;
            hello();
        }
        if (connected) {
            for (int i = 0; i < sent.size(); i++) {
                sent.get(i).tick(nowNanos);
            }
            for (int i = 0; i < heard.size(); i++) {
                heard.get(i).tick(nowNanos);
            }
            while (feedback.due(nowNanos)) {
                int length = Rtcp.writeReceiverReport(scratch, 0, reportSsrc, 0);
                length += feedback.write(scratch, length, 1_000, reportSsrc, 0, nowNanos);
                sendRtcp(scratch, length);
            }
            if (nowNanos >= reportNanos) {
                reportNanos = nowNanos + REPORT_NANOS;
                report(nowNanos);
            }
        }
    }

    /** Sends a check from the address it has now. */
    void check() {
        int slot = simulation.datagrams.take();
        int length = Stun.writeBindingRequest(
                simulation.datagrams.segment(slot),
                simulation.datagrams.offset(slot),
                random.nextInt(),
                random.nextLong(),
                server.ufrag() + ":" + own.ufrag(),
                1,
                2,
                nominates,
                server.key());
        simulation.send(this, slot, length);
    }

    void hello() {
        int slot = simulation.datagrams.take();
        MemorySegment bytes = simulation.datagrams.segment(slot);
        long offset = simulation.datagrams.offset(slot);
        bytes.asSlice(offset, SimulatedHandshakes.HELLO_LENGTH).fill((byte) 0);
        NetworkBytes.putU8(bytes, offset, SimulatedHandshakes.HANDSHAKE);
        simulation.send(this, slot, SimulatedHandshakes.HELLO_LENGTH);
    }

    /** Sends bytes as they are. */
    void sendRaw(byte[] datagram) {
        int slot = simulation.datagrams.take();
        MemorySegment.copy(
                MemorySegment.ofArray(datagram),
                0,
                simulation.datagrams.segment(slot),
                simulation.datagrams.offset(slot),
                datagram.length);
        simulation.send(this, slot, datagram.length);
    }

    private void report(long nowNanos) {
        for (int i = 0; i < sent.size(); i++) {
            int length = sent.get(i).writeReport(nowNanos, scratch);
            if (length > 0) {
                sendRtcp(scratch, length);
            }
        }
        int blocks = 0;
        for (int i = 0; i < heard.size(); i++) {
            blocks += heard.get(i).started() ? 1 : 0;
        }
        int length = Rtcp.writeReceiverReport(scratch, 0, reportSsrc, blocks);
        int block = 0;
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i).started()) {
                heard.get(i).writeBlock(nowNanos, scratch, ReportBlock.inReceiverReport(0, block++));
            }
        }
        sendRtcp(scratch, length);
    }

    void sendRtcp(MemorySegment compound, int length) {
        int slot = simulation.datagrams.take();
        int sealed = sender.sealRtcp(
                compound, 0, length, simulation.datagrams.segment(slot), simulation.datagrams.offset(slot));
        simulation.send(this, slot, sealed);
    }

    /** Seals and sends an RTP packet; returns its slot's sealed length. */
    int sendRtp(MemorySegment packet, long offset, int length) {
        long element = HeaderExtensions.find(packet, offset, length, TRANSPORT_WIDE);
        if (element != HeaderExtensions.NONE) {
            int number = sentPackets.sent(length, SentPackets.NO_CLUSTER, simulation.nowNanos());
            NetworkBytes.putU16(packet, HeaderExtensions.valueOffset(offset, element), number);
        }
        int slot = simulation.datagrams.take();
        int sealed = sender.seal(
                packet, offset, length, simulation.datagrams.segment(slot), simulation.datagrams.offset(slot));
        if (sealed < 0) {
            throw new IllegalStateException("seal: " + sealed);
        }
        simulation.send(this, slot, sealed);
        return sealed;
    }

    void received(long nowNanos, MemorySegment bytes, long offset, int length) {
        if (!present) {
            return;
        }
        switch (PacketKind.of(bytes, offset, length)) {
            case STUN -> {
                if (Stun.type(bytes, offset) == Stun.BINDING_SUCCESS
                        && Stun.integrityValid(bytes, offset, length, server.key())) {
                    answers++;
                    checked = true;
                }
            }
            case DTLS -> {
                if (!connected) {
                    SrtpKeys keys = simulation.handshakes.keys(transport).mirrored();
                    sender = new SrtpSender(keys, simulation.ciphers);
                    receiver = new SrtpReceiver(keys, simulation.ciphers);
                    connected = true;
                    reportNanos = nowNanos + REPORT_NANOS;
                    for (SentStream stream : sent) {
                        stream.begin(nowNanos);
                    }
                }
            }
            case RTP -> rtp(nowNanos, bytes, offset, length);
            case RTCP -> rtcp(nowNanos, bytes, offset, length);
            case UNKNOWN -> throw new IllegalStateException("the bridge sent what nobody can read");
        }
    }

    private void rtp(long nowNanos, MemorySegment bytes, long offset, int length) {
        if (!connected) {
            return;
        }
        int opened = receiver.open(bytes, offset, length, plain, 0);
        if (opened == SrtpReceiver.TOO_OLD) {
            // A publisher that jumps to and fro in its numbers drags its subscribers' windows along.
            return;
        }
        if (opened == SrtpReceiver.REPLAYED && down.duplicating()) {
            return;
        }
        if (opened < 0) {
            throw new IllegalStateException("the bridge's packet can't be opened: " + opened);
        }
        long element = HeaderExtensions.find(plain, 0, opened, TRANSPORT_WIDE);
        if (element != HeaderExtensions.NONE) {
            int number = NetworkBytes.u16(plain, HeaderExtensions.valueOffset(0, element));
            feedback.received(number, RtpHeader.marker(plain, 0), nowNanos);
        }
        long ssrc = RtpHeader.ssrc(plain, 0);
        for (int i = 0; i < heard.size(); i++) {
            HeardStream stream = heard.get(i);
            if (ssrc == stream.description.ssrc() || ssrc == stream.description.rtxSsrc()) {
                stream.received(nowNanos, plain, opened, ssrc == stream.description.rtxSsrc());
                return;
            }
        }
        throw new IllegalStateException("the bridge sent an SSRC that wasn't agreed: " + ssrc);
    }

    private void rtcp(long nowNanos, MemorySegment bytes, long offset, int length) {
        if (!connected) {
            return;
        }
        int opened = receiver.openRtcp(bytes, offset, length, plain, 0);
        if (opened == SrtpReceiver.REPLAYED && down.duplicating()) {
            return;
        }
        if (opened < 0) {
            throw new IllegalStateException("the bridge's RTCP can't be opened: " + opened);
        }
        for (long at = 0; at < opened; at += Rtcp.packetLength(plain, at)) {
            control(nowNanos, at);
        }
    }

    private void control(long nowNanos, long at) {
        if (Rtcp.type(plain, at) == Rtcp.SENDER_REPORT) {
            for (int i = 0; i < heard.size(); i++) {
                if (heard.get(i).description.ssrc() == Rtcp.senderSsrc(plain, at)) {
                    heard.get(i)
                            .reported(
                                    nowNanos,
                                    SenderReport.ntpTimestamp(plain, at),
                                    SenderReport.rtpTimestamp(plain, at));
                }
            }
        } else if (Rtcp.type(plain, at) == Rtcp.GOODBYE) {
            for (int i = 0; i < heard.size(); i++) {
                heard.get(i).goodbyes += heard.get(i).description.ssrc() == Rtcp.goodbyeSsrc(plain, at, 0) ? 1 : 0;
            }
        } else if (TransportFeedback.matches(plain, at)) {
            if (!uplink.feedback(plain, at, nowNanos)) {
                throw new IllegalStateException("the bridge's feedback can't be read");
            }
        } else if (Nack.matches(plain, at)) {
            for (int i = 0; i < sent.size(); i++) {
                if (sent.get(i).ssrc == Rtcp.mediaSsrc(plain, at)) {
                    sent.get(i).nacked(plain, at);
                }
            }
        } else if (KeyframeRequest.isPictureLoss(plain, at)) {
            for (int i = 0; i < sent.size(); i++) {
                if (sent.get(i).ssrc == Rtcp.mediaSsrc(plain, at)) {
                    sent.get(i).keyframeRequested(nowNanos);
                }
            }
        }
    }

    MemorySegment scratch() {
        return scratch;
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
            receiver.close();
        }
    }
}
