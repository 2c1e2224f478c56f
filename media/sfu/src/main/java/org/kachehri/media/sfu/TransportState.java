package org.kachehri.media.sfu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kachehri.media.congestion.FeedbackBuilder;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpReceiver;
import org.kachehri.media.transport.SrtpSender;

/**
 * One peer connection: its addresses, its keys, what it publishes and what it is subscribed to, and what of the present receive batch
 * is to be sent to it. Not thread-safe.
 */
final class TransportState {
    /** A browser on Wi-Fi, mobile and VPN, each with IPv4 and IPv6, and a relay: the oldest unused one makes room. */
    static final int MAX_ADDRESSES = 8;

    /** An SDES item's length is one byte (RFC 3550 section 6.5). */
    private static final int MAX_CNAME_LENGTH = 255;

    enum Handshake {
        NOT_BEGUN,
        RUNNING,
        DONE,
        FAILED
    }

    final int id;
    final Room room;
    final String peer;
    /** The CNAME that subscribers of its sources see; one for all, so that they are played in step. */
    final byte[] peerName;

    /** Whose checks count. */
    IceGeneration ice;

    /** Counts beside {@link #ice} from a restart until its first check; null otherwise. */
    IceGeneration restarted;

    final String remoteFingerprint;
    final DtlsRole role;

    /** Sender of our reports on this transport. */
    final long reportSsrc;

    Handshake handshake = Handshake.NOT_BEGUN;
    long handshakeNanos;

    /**
     * What came between the peer's end of the handshake and ours; null otherwise. One batch: 32 packets are a key frame and the sound
     * beside it, and 256 handshakes at once hold 16 MiB.
     */
    Batch early;

    /** The one of its peer. */
    final Watch watch;

    SrtpSender sender;
    SrtpReceiver receiver;
    long heardNanos;
    boolean silent;

    /** When {@link Timers} next looks at it; lowered through {@link Deadline}. */
    long dueNanos;

    long reportDueNanos;

    /** When the activity of its layers is measured next. */
    long cycleDueNanos;

    final LineMeter meter = new LineMeter();

    /** What we tell the peer about the packets that it numbers transport-wide; null if it doesn't. */
    FeedbackBuilder feedback;

    /** The source heard last: browsers pass over feedback about a source that isn't theirs. */
    long feedbackSsrc;

    int transportWideExtension = ExtensionIds.NONE;

    /** What {@link #line} begins with; 0 for what the settings say. */
    final long startBitsPerSecond;

    /** The line to the peer; null if it doesn't tell what arrives. */
    Line line;

    final PacketAllowance allowance = new PacketAllowance();

    /** As the peer's reports told last; 0 until they do. */
    long roundTripNanos;

    /** Whether sound goes there with its redundancy, as {@link LineShare} decides; on a line that isn't judged it does. */
    boolean redundancy = true;

    /** When the peer last reported an audible loss of a sound. */
    long soundLostNanos = Redundancy.NEVER;

    final long[] hostHigh = new long[MAX_ADDRESSES];
    final long[] hostLow = new long[MAX_ADDRESSES];
    final int[] port = new int[MAX_ADDRESSES];
    final long[] checkedNanos = new long[MAX_ADDRESSES];
    int addresses;

    /** Index of the address we send to, or -1. */
    int path = -1;

    final List<Source> sources = new ArrayList<>();
    final SsrcMap<Layer> layerBySsrc = new SsrcMap<>();
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    final SsrcMap<Subscription> subscriptionBySsrc = new SsrcMap<>();
    final Map<Long, OutgoingStream> outgoing = new HashMap<>();

    /** Each packet of a batch is at most once for a subscriber. */
    final Subscription[] pendingSubscription = new Subscription[Batch.CAPACITY];

    final int[] pendingPacket = new int[Batch.CAPACITY];
    int pending;

    TransportState(ShardCommand.OpenTransport command, Room room, long reportSsrc, long nowNanos) {
        id = command.transport();
        peer = command.peer();
        watch = room.watches.computeIfAbsent(peer, any -> new Watch());
        peerName = cname(peer);
        ice = new IceGeneration(this, command.local(), command.remote());
        remoteFingerprint = command.remoteFingerprint();
        role = command.role();
        startBitsPerSecond = command.startBitsPerSecond();
        this.room = room;
        this.reportSsrc = reportSsrc;
        heardNanos = nowNanos;
    }

    private static byte[] cname(String peer) {
        byte[] name = peer.getBytes(StandardCharsets.UTF_8);
        return name.length <= MAX_CNAME_LENGTH ? name : Arrays.copyOf(name, MAX_CNAME_LENGTH);
    }

    /** Its packets go into the ring of its peer, or nowhere any more. */
    void capture() {
        if (connected()) {
            sender.capture(watch.ring);
            receiver.capture(watch.ring);
        }
    }

    boolean connected() {
        return sender != null;
    }

    /** Whether sealed packets can leave. */
    boolean ready() {
        return sender != null && path >= 0;
    }

    /** Whether we know what its line bears. */
    boolean judged() {
        return line != null && line.heard;
    }

    int indexOf(long high, long low, int fromPort) {
        for (int i = 0; i < addresses; i++) {
            if (port[i] == fromPort && hostLow[i] == low && hostHigh[i] == high) {
                return i;
            }
        }
        return -1;
    }
}
