package org.kachehri.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes datagrams between one browser and one bridge of this machine and writes down when each of the browser's came, by the
 * number in its header: the bridge itself lets a burst arrive before it looks. One thread.
 */
final class StampingRelay implements AutoCloseable {

    private static final int MAX_DATAGRAM = 2048;

    private final DatagramChannel browserSide = open();
    private final DatagramChannel bridgeSide = open();
    private final Selector selector = Selector.open();
    private final InetSocketAddress bridge;
    private final Map<Long, Long> nanosByPacket = new ConcurrentHashMap<>();
    private final Thread thread;
    private InetSocketAddress browser;

    StampingRelay(int bridgePort) throws IOException {
        bridge = new InetSocketAddress(InetAddress.getLoopbackAddress(), bridgePort);
        browserSide.register(selector, SelectionKey.OP_READ);
        bridgeSide.register(selector, SelectionKey.OP_READ);
        thread = Thread.ofPlatform().name("stamping-relay").daemon().start(this::run);
    }

    private static DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        return channel;
    }

    int port() throws IOException {
        return ((InetSocketAddress) browserSide.getLocalAddress()).getPort();
    }

    /** When this packet came by the monotonic clock; null for one that never did. */
    Long nanosOf(long ssrc, int sequenceNumber) {
        return nanosByPacket.get(key(ssrc, sequenceNumber));
    }

    private static long key(long ssrc, int sequenceNumber) {
        return ssrc << 16 | sequenceNumber;
    }

    private void run() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        try {
            while (selector.isOpen()) {
                pass(browserSide, datagram, true);
                pass(bridgeSide, datagram, false);
                selector.select();
                selector.selectedKeys().clear();
            }
        } catch (AsynchronousCloseException | java.nio.channels.ClosedSelectorException closed) {
            // The recording is over.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(DatagramChannel from, ByteBuffer datagram, boolean toBridge) throws IOException {
        for (InetSocketAddress sender = receive(from, datagram); sender != null; sender = receive(from, datagram)) {
            if (toBridge) {
                browser = sender;
                // Version 2 and no RTCP (RFC 5761 section 4); repetitions are stamped under their own SSRC and never
                // asked for.
                int kind = datagram.get(1) & 0xFF;
                if (datagram.remaining() >= 12 && (datagram.get(0) & 0xC0) == 0x80 && (kind < 192 || kind > 223)) {
                    long ssrc = Integer.toUnsignedLong(datagram.getInt(8));
                    nanosByPacket.put(key(ssrc, Short.toUnsignedInt(datagram.getShort(2))), System.nanoTime());
                }
                bridgeSide.send(datagram, bridge);
            } else if (browser != null) {
                browserSide.send(datagram, browser);
            }
        }
    }

    private static InetSocketAddress receive(DatagramChannel from, ByteBuffer datagram) throws IOException {
        datagram.clear();
        InetSocketAddress sender = (InetSocketAddress) from.receive(datagram);
        datagram.flip();
        return sender;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        Pace.untilEnd(thread);
        browserSide.close();
        bridgeSide.close();
    }
}
