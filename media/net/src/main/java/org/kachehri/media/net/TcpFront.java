package org.kachehri.media.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.kachehri.media.net.TcpCounters.Reason;
import org.kachehri.media.sfu.Batch;

/**
 * ICE over TCP for browsers whose network lets no UDP out (RFC 6544, passive candidates). Takes connections on one port and gives each
 * a UDP socket on the loopback, so that the shard meets an ordinary peer and knows nothing of streams. The port belongs to one shard, as
 * its UDP port does: nothing has to be routed.
 *
 * <p>Everything here is owned by the thread that {@link #start} makes, and nothing on it waits but the selector.
 */
final class TcpFront implements AutoCloseable {
    /**
     * A participant has two transports, and a browser opens a connection for each pair of addresses: 100 participants of four addresses
     * and a fifth to spare. 20 KiB of buffers each are 20 MiB, and the descriptors are two each.
     */
    static final int MAX_PEERS = 1024;

    /** An office of 16 people behind one address. */
    static final int MAX_PEERS_A_HOST = 128;

    /** From the connection to the shard's first answer. A browser checks as soon as it is connected. */
    static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Browsers check a path in use every few seconds; after 30 the shard gives its peer up (RFC 7675, section 5.1). */
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Unanswered checks are repeated so often: 40 times at most, and 4 000 a second by all connections together. */
    static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LONGEST_WAIT_MILLIS = 250;

    /** Connections taken before those that are there get their turn. */
    private static final int ACCEPTED_A_CYCLE = 64;

    /** The system doubles it: a third of a second at 3 Mbit/s. More would only make the media late. */
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    private static final System.Logger LOG = System.getLogger(TcpFront.class.getName());

    private final ServerSocketChannel listener;
    private final SelectionKey listening;
    private final int localPort;
    private final Selector selector;
    private final InetSocketAddress shard;
    private final TcpCounters counters = new TcpCounters();
    private final Set<TcpPeer> peers = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> peersOfHost = new HashMap<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(2 + Batch.MAX_DATAGRAM);
    private long sweptNanos;
    private volatile boolean closing;
    private Thread thread;

    private TcpFront(ServerSocketChannel listener, Selector selector, InetSocketAddress shard) throws IOException {
        this.listener = listener;
        this.selector = selector;
        this.shard = shard;
        listening = listener.register(selector, SelectionKey.OP_ACCEPT);
        localPort = listener.socket().getLocalPort();
    }

    /**
     * Opens the port.
     *
     * @param udpPort the shard's
     */
    static TcpFront open(InetAddress host, int port, int udpPort) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(
                host instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        boolean opened = false;
        try {
            listener.configureBlocking(false);
            // Connections that ended a minute ago don't hold up a restart. Before accepting: those accepted inherit it.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            try {
                listener.bind(new InetSocketAddress(host, port));
            } catch (BindException e) {
                BindException named =
                        new BindException("TCP port " + port + " of " + host.getHostAddress() + " is in use");
                named.initCause(e);
                throw named;
            }
            InetAddress near = host.isAnyLocalAddress() ? InetAddress.ofLiteral("127.0.0.1") : host;
            TcpFront front = new TcpFront(listener, Selector.open(), new InetSocketAddress(near, udpPort));
            opened = true;
            return front;
        } finally {
            if (!opened) {
                listener.close();
            }
        }
    }

    int localPort() {
        return localPort;
    }

    TcpCounters counters() {
        return counters;
    }

    /** From now on its own thread does the work. */
    void start(String name, LongSupplier nanoClock) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> run(nanoClock));
    }

    private void run(LongSupplier nanoClock) {
        try {
            while (!closing) {
                cycle(nanoClock, LONGEST_WAIT_MILLIS);
            }
        } catch (IOException | RuntimeException e) {
            // Without its selector nothing can go on; browsers that speak UDP don't notice.
            LOG.log(System.Logger.Level.ERROR, "media over TCP has ended", e);
        } finally {
            release();
        }
    }

    /** Waits so long for something to happen and does what is to be done then. */
    void cycle(LongSupplier nanoClock, long waitMillis) throws IOException {
        selector.select(waitMillis);
        long now = nanoClock.getAsLong();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key == listening) {
                accept(now);
            } else if (key.isValid() && key.attachment() instanceof TcpPeer peer) {
                serve(now, key, peer);
            }
        }
        selector.selectedKeys().clear();
        if (now - sweptNanos >= SWEEP_NANOS) {
            sweep(now);
        }
    }

    private void serve(long now, SelectionKey key, TcpPeer peer) {
        Reason end = null;
        try {
            if (key.channel() instanceof DatagramChannel) {
                peer.answered(now, scratch);
            } else {
                if (key.isWritable()) {
                    peer.write();
                }
                if (key.isReadable()) {
                    end = peer.readable(now, shard);
                }
            }
        } catch (IOException e) {
            end = Reason.CLOSED_BROKEN;
        } catch (RuntimeException e) {
            // Our bug; the other connections go on.
            LOG.log(System.Logger.Level.ERROR, "fault of media over TCP", e);
            end = Reason.CLOSED_BROKEN;
        }
        if (end != null) {
            end(peer, end);
        }
    }

    private void accept(long now) {
        for (int i = 0; i < ACCEPTED_A_CYCLE; i++) {
            SocketChannel stream;
            try {
                stream = listener.accept();
            } catch (IOException e) {
                // Out of descriptors, most likely: the connection would be announced again and again, so rest a moment.
                counters.count(Reason.REFUSED_BY_SYSTEM);
                listening.interestOps(0);
                return;
            }
            if (stream == null) {
                return;
            }
            try {
                take(now, stream);
            } catch (IOException e) {
                counters.count(Reason.REFUSED_BY_SYSTEM);
                close(stream);
            }
        }
    }

    private void take(long now, SocketChannel stream) throws IOException {
        InetAddress host = network(stream.socket().getInetAddress());
        int before = peersOfHost.getOrDefault(host, 0);
        if (peers.size() == MAX_PEERS || before == MAX_PEERS_A_HOST) {
            counters.count(peers.size() == MAX_PEERS ? Reason.REFUSED_FULL : Reason.REFUSED_HOST_FULL);
            stream.close();
            return;
        }
        stream.configureBlocking(false);
        stream.setOption(StandardSocketOptions.TCP_NODELAY, true);
        stream.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        peers.add(new TcpPeer(now, host, stream, selector, counters));
        peersOfHost.put(host, before + 1);
        counters.count(Reason.ACCEPTED);
        counters.open(peers.size());
    }

    /** Whom a connection is counted for: an IPv4 address, or the /64 that one household or office has (RFC 6177). */
    private static InetAddress network(InetAddress address) throws IOException {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16) {
            Arrays.fill(bytes, 8, 16, (byte) 0);
        }
        return InetAddress.getByAddress(bytes);
    }

    private void sweep(long now) {
        sweptNanos = now;
        listening.interestOps(SelectionKey.OP_ACCEPT);
        for (TcpPeer peer : List.copyOf(peers)) {
            Reason end = peer.overdue(now);
            try {
                peer.repeat();
            } catch (IOException e) {
                end = Reason.CLOSED_BROKEN;
            }
            if (end != null) {
                end(peer, end);
            }
        }
    }

    private void end(TcpPeer peer, Reason why) {
        counters.count(why);
        peers.remove(peer);
        peersOfHost.computeIfPresent(peer.host(), (host, count) -> count == 1 ? null : count - 1);
        counters.open(peers.size());
        close(peer);
    }

    /** Ends every connection and frees the port. Any thread, except if it was never started: then the one that used it. */
    @Override
    public void close() {
        if (thread == null) {
            release();
            return;
        }
        closing = true;
        selector.wakeup();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                LOG.log(System.Logger.Level.ERROR, "{0} doesn't end", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        peers.forEach(TcpFront::close);
        peers.clear();
        counters.open(0);
        close(listener);
        close(selector);
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "not closed: " + what, e);
        }
    }
}
