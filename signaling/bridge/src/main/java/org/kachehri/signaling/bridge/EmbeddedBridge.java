package org.kachehri.signaling.bridge;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.net.ShardMeasures;
import org.kachehri.media.sdp.TransportDescription;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.WatchOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge inside this program: rooms on one {@link MediaNode}. What belongs to a room is touched by its reception's thread only;
 * shared are the counter of transports and the maps that lead an event to its room.
 */
public final class EmbeddedBridge implements MediaBridge, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBridge.class);

    /** Whose transport a number is, and what to tell the room about it. */
    record Owner(Consumer<BridgeEvent> listener, String participant, boolean publishes) {}

    /** Commands are executed within milliseconds. */
    private static final int ANSWER_SECONDS = 5;

    private final AtomicInteger transports = new AtomicInteger();
    private final Map<Integer, Owner> owners = new ConcurrentHashMap<>();
    private final Map<String, Consumer<BridgeEvent>> listeners = new ConcurrentHashMap<>();
    private final RandomGenerator random;
    private MediaNode node;
    private Plane plane;

    private EmbeddedBridge(RandomGenerator random) {
        this.random = random;
    }

    /** Opens the media port and starts its shard. */
    public static EmbeddedBridge start(NetSettings settings) {
        EmbeddedBridge bridge = new EmbeddedBridge(new SecureRandom());
        MediaNode node = MediaNode.start(settings, bridge::heard);
        bridge.node = node;
        bridge.plane = new Plane(node::submit, node.localFingerprint(), candidates(node));
        return bridge;
    }

    /** UDP on every address, then TCP, if there is a port for it. */
    private static List<TransportDescription.Candidate> candidates(MediaNode node) {
        Stream<TransportDescription.Candidate> udp = node.localAddresses().stream()
                .map(address -> new TransportDescription.Candidate(address, node.localPort(), false));
        Stream<TransportDescription.Candidate> tcp = node.localTcpPort().stream()
                .boxed()
                .flatMap(port -> node.localAddresses().stream()
                        .map(address -> new TransportDescription.Candidate(address, port, true)));
        return Stream.concat(udp, tcp).toList();
    }

    /** A bridge whose shard is whatever takes the commands; events are handed to {@link #heard}. */
    static EmbeddedBridge over(Plane plane, RandomGenerator random) {
        EmbeddedBridge bridge = new EmbeddedBridge(random);
        bridge.plane = plane;
        return bridge;
    }

    @Override
    public BridgeRoom open(String room, Consumer<BridgeEvent> listener) {
        listeners.put(room, listener);
        plane.submit(new ShardCommand.OpenRoom(room));
        plane.submit(new ShardCommand.Forwarding(room, false));
        return new EmbeddedRoom(room, listener, this);
    }

    public int localPort() {
        return node.localPort();
    }

    /** The clock of the arrival stamps that a tap hears, in nanoseconds. */
    public LongSupplier clock() {
        return node.clock();
    }

    /** What there is to see of each shard. */
    public List<ShardMeasures> measures() {
        return node.measures();
    }

    /**
     * Has an operator's order done about one participant.
     *
     * @throws IllegalStateException if the media plane doesn't answer
     */
    public WatchOrder.Outcome watch(String room, String participant, WatchOrder order) {
        CompletableFuture<WatchOrder.Outcome> outcome = new CompletableFuture<>();
        plane.submit(new ShardCommand.OnPeer(room, participant, order, outcome::complete));
        try {
            return outcome.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the media plane doesn't answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        node.close();
    }

    Plane plane() {
        return plane;
    }

    RandomGenerator random() {
        return random;
    }

    int newTransport(Owner owner) {
        int transport = transports.incrementAndGet();
        owners.put(transport, owner);
        return transport;
    }

    /** Told on the media plane's event thread. */
    void heard(ShardEvent event) {
        switch (event) {
            case ShardEvent.TransportConnected connected -> connected(connected.transport());
            case ShardEvent.TransportHeard again -> connected(again.transport());
            case ShardEvent.TransportSilent silent -> lost(silent.transport(), "silent");
            case ShardEvent.LayersNeeded needed -> {
                Consumer<BridgeEvent> listener = listeners.get(needed.room());
                String source = needed.sourceId();
                if (listener != null)
                    listener.accept(new BridgeEvent.LayersNeeded(
                            Purpose.participantOf(source), Purpose.of(source), needed.rids()));
            }
            case ShardEvent.DominantSpeaker speaker -> {
                Consumer<BridgeEvent> listener = listeners.get(speaker.room());
                if (listener != null) listener.accept(new BridgeEvent.Speaking(speaker.peer()));
            }
            case ShardEvent.HandshakeFailed failed -> lost(failed.transport(), failed.reason());
            case ShardEvent.TransportReleased released -> {
                // Closed by order isn't lost; the owner was taken away before.
                lost(released.transport(), released.reason());
                owners.remove(released.transport());
            }
            case ShardEvent.SourceStarted started -> LOG.debug("room {} hears {}", started.room(), started.sourceId());
            case ShardEvent.TransportMeasured measured -> measured(measured);
            case ShardEvent.CommandRefused refused ->
                LOG.warn("the shard refused {}: {}", refused.command(), refused.reason());
        }
    }

    /** False when the shard has released it. */
    boolean lives(int transport) {
        return owners.containsKey(transport);
    }

    void forget(int transport) {
        owners.remove(transport);
    }

    void closed(String room) {
        listeners.remove(room);
    }

    private void connected(int transport) {
        Owner owner = owners.get(transport);
        if (owner != null && owner.publishes) owner.listener.accept(new BridgeEvent.MediaConnected(owner.participant));
    }

    private void measured(ShardEvent.TransportMeasured measured) {
        Owner owner = owners.get(measured.transport());
        if (owner == null) return;
        owner.listener.accept(new BridgeEvent.LineMeasured(
                owner.participant,
                owner.publishes,
                owner.publishes ? measured.receivedLoss() : measured.sentLoss(),
                measured.roundTripNanos() == 0 ? Double.NaN : measured.roundTripNanos() / 1e6));
    }

    private void lost(int transport, String cause) {
        Owner owner = owners.get(transport);
        if (owner != null && owner.publishes)
            owner.listener.accept(new BridgeEvent.MediaLost(owner.participant, cause));
    }

    /** The shard as a room sees it. */
    record Plane(Consumer<ShardCommand> shard, String fingerprint, List<TransportDescription.Candidate> candidates) {
        void submit(ShardCommand command) {
            shard.accept(command);
        }
    }
}
