package org.kachehri.media.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.kachehri.media.sfu.Batch;

/**
 * {@link MediaSockets} over one {@link DatagramChannel} and its selector: every system, some garbage per packet, a
 * train leaves as single datagrams at once.
 */
final class ChannelSockets implements MediaSockets {

    /** The same arithmetic as in {@link LinuxSockets}; the system may give less. */
    private static final int BUFFER_BYTES = 8 << 20;

    /** Remembered receivers, to not make an address per packet: a shard has at most some hundred. */
    private static final int MAX_ADDRESSES = 1024;

    private static final long V4_MAPPED = 0x0000_FFFF_0000_0000L;

    private record Host(long high, long low, int port) {}

    private final DatagramChannel channel;
    private final Selector selector;
    private final int localPort;
    /** One byte longer than a slot, so that a datagram that was cut shows. */
    private final ByteBuffer room = ByteBuffer.allocateDirect(Batch.MAX_DATAGRAM + 1);

    private final Map<Host, InetSocketAddress> addresses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Host, InetSocketAddress> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private final AtomicLong dropped = new AtomicLong();

    private ChannelSockets(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        localPort = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    static ChannelSockets open(NetSettings settings) throws IOException {
        InetAddress host = settings.bindInetAddress();
        DatagramChannel channel = DatagramChannel.open(
                host instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        boolean opened = false;
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            channel.configureBlocking(false);
            try {
                channel.bind(new InetSocketAddress(host, settings.port()));
            } catch (BindException e) {
                BindException named = new BindException(
                        "UDP port " + settings.port() + " of " + host.getHostAddress() + " is in use");
                named.initCause(e);
                throw named;
            }
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            ChannelSockets sockets = new ChannelSockets(channel, selector);
            opened = true;
            return sockets;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public int receive(Batch batch, long timeoutNanos) throws IOException {
        batch.clear();
        drain(batch);
        if (batch.size == 0) {
            // Rounded up: waking before the deadline would only mean to wait once more.
            long millis = (Math.max(0, timeoutNanos) + 999_999L) / 1_000_000L;
            if (millis == 0) {
                selector.selectNow();
            } else {
                selector.select(millis);
            }
            selector.selectedKeys().clear();
            drain(batch);
        }
        return batch.size;
    }

    private void drain(Batch batch) throws IOException {
        while (batch.size < Batch.CAPACITY) {
            room.clear();
            InetSocketAddress sender = (InetSocketAddress) channel.receive(room);
            if (sender == null) {
                return;
            }
            room.flip();
            int i = batch.size++;
            int length = room.remaining();
            batch.length[i] = length > Batch.MAX_DATAGRAM ? 0 : length;
            MemorySegment.copy(MemorySegment.ofBuffer(room), 0, batch.bytes, batch.offset(i), batch.length[i]);
            batch.port[i] = sender.getPort();
            ByteBuffer address = ByteBuffer.wrap(sender.getAddress().getAddress());
            if (sender.getAddress() instanceof Inet4Address) {
                batch.hostHigh[i] = 0;
                batch.hostLow[i] = V4_MAPPED | Integer.toUnsignedLong(address.getInt());
            } else {
                batch.hostHigh[i] = address.getLong();
                batch.hostLow[i] = address.getLong();
            }
        }
    }

    @Override
    public void send(
            long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        InetSocketAddress receiver =
                addresses.computeIfAbsent(new Host(hostHigh, hostLow, port), ChannelSockets::address);
        for (int at = 0; at < length; at += segmentSize) {
            int size = Math.min(segmentSize, length - at);
            try {
                if (channel.send(bytes.asSlice(offset + at, size).asByteBuffer(), receiver) == 0) {
                    dropped.incrementAndGet();
                }
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                // Unreachable, refused by a filter, or of the family that the socket doesn't speak: lost like in UDP.
                dropped.incrementAndGet();
            }
        }
    }

    private static InetSocketAddress address(Host host) {
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(host.high).putLong(host.low);
        try {
            // getByAddress turns the v4-mapped form into an Inet4Address.
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), host.port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }

    @Override
    public void flush() {
        // Everything has left already.
    }

    @Override
    public void wakeUp() {
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public long trainsRefused() {
        return 0;
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            addresses.clear();
        } catch (IOException e) {
            System.getLogger(ChannelSockets.class.getName())
                    .log(System.Logger.Level.WARNING, "UDP socket not closed", e);
        }
    }
}
