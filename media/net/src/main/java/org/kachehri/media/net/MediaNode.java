package org.kachehri.media.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.kachehri.media.sfu.Shard;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.ShardSettings;
import org.kachehri.media.transport.CipherSuites;
import org.kachehri.media.transport.DtlsHandshakes;

/**
 * The running media plane: one shard on its thread {@code media-0}, its UDP port, the TCP port beside it if there is one, and its DTLS identity. All methods may
 * be called from any thread.
 *
 * <p>The shard's clock, and so {@code arrivalNanos} of every {@link org.kachehri.media.sfu.PacketTap}, counts
 * nanoseconds since the Unix epoch as this machine's clock read when the node started, and from then on runs evenly: it
 * never steps when that clock is set.
 */
public final class MediaNode implements AutoCloseable {

    private final MediaSockets sockets;
    private final CommandQueue commands;
    private final Shard shard;
    private final ShardThread thread;
    private final Optional<TcpFront> tcp;
    private final LongSupplier clock;
    private final String localFingerprint;
    private final List<String> localAddresses;

    private MediaNode(
            MediaSockets sockets,
            CommandQueue commands,
            Shard shard,
            ShardThread thread,
            Optional<TcpFront> tcp,
            LongSupplier clock,
            String localFingerprint,
            List<String> localAddresses) {
        this.sockets = sockets;
        this.commands = commands;
        this.shard = shard;
        this.thread = thread;
        this.tcp = tcp;
        this.clock = clock;
        this.localFingerprint = localFingerprint;
        this.localAddresses = localAddresses;
    }

    /**
     * Opens the ports and starts the shard.
     *
     * @param events hears what happens, one event after the other, on a virtual thread of its own
     * @throws UncheckedIOException if the port can't be had; the message names it
     */
    public static MediaNode start(NetSettings settings, Consumer<ShardEvent> events) {
        SecureRandom random = new SecureRandom();
        DtlsIdentity identity = DtlsIdentity.create(random, Instant.now());
        try {
            MediaSockets sockets = MediaSockets.open(settings);
            return start(
                    settings,
                    sockets,
                    tcpFront(settings, sockets),
                    events,
                    queue -> new BouncyCastleDtls(identity, queue, System::nanoTime),
                    random);
        } catch (IOException e) {
            throw new UncheckedIOException("the media port can't be opened: " + e.getMessage(), e);
        }
    }

    /**
     * The same with sockets and handshakes of the caller's own, for whoever brings the SRTP keys himself and wants to see
     * what is sent, as a benchmark does. The node owns the sockets from here on.
     */
    public static MediaNode start(
            NetSettings settings, MediaSockets sockets, DtlsHandshakes handshakes, Consumer<ShardEvent> events) {
        return start(settings, sockets, Optional.empty(), events, queue -> handshakes, new SecureRandom());
    }

    private static Optional<TcpFront> tcpFront(NetSettings settings, MediaSockets sockets) throws IOException {
        if (settings.tcpPort().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    TcpFront.open(settings.bindInetAddress(), settings.tcpPort().getAsInt(), sockets.localPort()));
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    private static MediaNode start(
            NetSettings settings,
            MediaSockets sockets,
            Optional<TcpFront> tcp,
            Consumer<ShardEvent> events,
            Function<CommandQueue, DtlsHandshakes> handshakes,
            SecureRandom random) {
        CommandQueue commands = new CommandQueue(sockets);
        DtlsHandshakes dtls = handshakes.apply(commands);
        Shard shard =
                new Shard(ShardSettings.defaults().withTrains(settings.trains()), CipherSuites.best(), dtls, random);
        LongSupplier clock = evenEpochNanos();
        ShardThread thread = new ShardThread(
                "media-0", sockets, shard, commands, new EventDelivery("media-0-events", events), clock, () -> {
                    if (dtls instanceof BouncyCastleDtls own) {
                        own.endAll();
                    }
                });
        MediaNode node = new MediaNode(
                sockets, commands, shard, thread, tcp, clock, dtls.localFingerprint(), LocalAddresses.of(settings));
        thread.start();
        tcp.ifPresent(front -> front.start("media-0-tcp", System::nanoTime));
        return node;
    }

    /** Nanoseconds since the epoch at the start, then by the monotonic clock; fits a long until the year 2262. */
    private static LongSupplier evenEpochNanos() {
        Instant start = Instant.now();
        long offset = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano() - System.nanoTime();
        return () -> offset + System.nanoTime();
    }

    /**
     * Hands a command to the shard, which executes commands in order within milliseconds; what comes of it arrives as
     * events. Waits while the queue is full.
     *
     * @throws RejectedExecutionException if the node is closed or its queue stays full for 5 s
     */
    public void submit(ShardCommand command) {
        commands.submit(command);
    }

    /** The UDP port that all media of this node goes through, what comes by TCP included. */
    public int localPort() {
        return sockets.localPort();
    }

    /** The TCP port for browsers whose network lets no UDP out. */
    public OptionalInt localTcpPort() {
        return tcp.map(front -> OptionalInt.of(front.localPort())).orElseGet(OptionalInt::empty);
    }

    /** {@code sha-256 AA:BB:…} of the certificate of this run (RFC 8122). */
    public String localFingerprint() {
        return localFingerprint;
    }

    /** IP literals to offer as host candidates, the preferred first; the same for the life of the node. */
    public List<String> localAddresses() {
        return localAddresses;
    }

    /** The shard's clock, by which a tap's arrival stamps are to be read. */
    public LongSupplier clock() {
        return clock;
    }

    public ShardCounters counters() {
        return shard.counters();
    }

    /** What there is to see of each shard. */
    public List<ShardMeasures> measures() {
        return List.of(new ShardMeasures(
                thread.name(),
                shard.counters(),
                thread.loop(),
                sockets.dropped(),
                sockets.trainsRefused(),
                tcp.map(TcpFront::counters).orElseGet(TcpCounters::new)));
    }

    /** Closes the ports; transports are not told. */
    @Override
    public void close() {
        tcp.ifPresent(TcpFront::close);
        thread.close();
    }
}
