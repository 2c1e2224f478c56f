package org.kachehri.media.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.kachehri.media.net.TcpCounters.Reason;
import org.kachehri.media.sfu.Batch;
import org.kachehri.media.transport.Stun;

/**
 * One TCP connection and the loopback UDP socket that stands for it before the shard. In the stream each packet follows its length in two
 * bytes (RFC 4571, section 2). Owned by the thread of its {@link TcpFront}. Methods that return a reason say why the connection is to end,
 * null to go on.
 */
final class TcpPeer implements AutoCloseable {
    private static final int LENGTH_BYTES = 2;
    private static final int MAX_FRAME = LENGTH_BYTES + Batch.MAX_DATAGRAM;

    /** Eight full packets and more: what a burst leaves over when the system's buffer is full. */
    private static final int OUT_BYTES = 16 << 10;

    /** Taken from the shard before it is another peer's turn: twice the largest train. */
    private static final int DATAGRAMS_A_TURN = 64;

    private final InetAddress host;
    private final SocketChannel stream;
    private final SelectionKey streamKey;
    private final TcpCounters counters;
    private final ByteBuffer in = ByteBuffer.allocate(2 * MAX_FRAME);
    private final long acceptedNanos;
    private long heardNanos;
    private long answeredNanos;
    private boolean answered;

    /** Null before the first check: who sends no check costs no second descriptor and no buffer. */
    private DatagramChannel datagrams;

    private ByteBuffer out;

    /** The latest check, until the shard has answered one. */
    private ByteBuffer unanswered;

    TcpPeer(long nowNanos, InetAddress host, SocketChannel stream, Selector selector, TcpCounters counters)
            throws IOException {
        this.host = host;
        this.stream = stream;
        this.counters = counters;
        acceptedNanos = nowNanos;
        heardNanos = nowNanos;
        streamKey = stream.register(selector, SelectionKey.OP_READ, this);
    }

    /** The stream has something. One read a turn, so that a peer that sends without end doesn't hold up the others. */
    Reason readable(long nowNanos, InetSocketAddress shard) throws IOException {
        if (stream.read(in) < 0) {
            return Reason.CLOSED_BY_PEER;
        }
        in.flip();
        int end = in.limit();
        while (in.remaining() >= LENGTH_BYTES) {
            int begin = in.position() + LENGTH_BYTES;
            int length = Short.toUnsignedInt(in.getShort(in.position()));
            if (length > Batch.MAX_DATAGRAM) {
                return Reason.CLOSED_FRAME_TOO_LONG;
            }
            if (end - begin < length) {
                break;
            }
            if (datagrams == null) {
                if (!isCheck(MemorySegment.ofArray(in.array()), begin, length)) {
                    return Reason.CLOSED_NOT_A_CHECK;
                }
                open(shard);
            }
            if (!answered && isCheck(MemorySegment.ofArray(in.array()), begin, length)) {
                unanswered = ByteBuffer.wrap(Arrays.copyOfRange(in.array(), begin, begin + length));
            }
            in.position(begin).limit(begin + length);
            if (length > 0) {
                counters.count(datagrams.write(in) > 0 ? Reason.FRAMES_RECEIVED : Reason.DROPPED_SLOW_SHARD);
            }
            in.limit(end).position(begin + length);
            heardNanos = nowNanos;
        }
        in.compact();
        return null;
    }

    /** By its shape; whether it is meant for somebody and authentic is the shard's to find out. */
    private static boolean isCheck(MemorySegment bytes, int offset, int length) {
        return Stun.wellFormed(bytes, offset, length)
                && Stun.type(bytes, offset) == Stun.BINDING_REQUEST
                && Stun.find(bytes, offset, length, Stun.USERNAME) != Stun.NONE
                && Stun.find(bytes, offset, length, Stun.MESSAGE_INTEGRITY) != Stun.NONE;
    }

    private void open(InetSocketAddress shard) throws IOException {
        datagrams = DatagramChannel.open();
        datagrams.configureBlocking(false);
        // Connected: nobody but the shard is heard.
        datagrams.connect(shard);
        datagrams.register(streamKey.selector(), SelectionKey.OP_READ, this);
        out = ByteBuffer.allocate(OUT_BYTES);
    }

    /**
     * The shard has sent something. What the stream doesn't take and {@link #out} has no room for is dropped, as a router
     * would: congestion control sees it, and a slow reader costs nobody memory or time.
     */
    void answered(long nowNanos, ByteBuffer scratch) throws IOException {
        for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
            if (out.remaining() < MAX_FRAME) {
                write();
            }
            boolean room = out.remaining() >= MAX_FRAME;
            ByteBuffer to = room ? out : scratch.clear();
            int begin = to.position();
            to.position(begin + LENGTH_BYTES);
            int length = datagrams.read(to);
            if (length <= 0) {
                to.position(begin);
                break;
            }
            to.putShort(begin, (short) length);
            counters.count(room ? Reason.FRAMES_SENT : Reason.DROPPED_SLOW_READER);
            answered = true;
            unanswered = null;
            answeredNanos = nowNanos;
        }
        write();
    }

    /** As much as the stream takes now; the selector tells when it takes more. */
    void write() throws IOException {
        out.flip();
        stream.write(out);
        out.compact();
        streamKey.interestOps(out.position() > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /**
     * Sends the shard once more what it didn't answer. A check that comes before its transport is opened is lost on the shard, and over TCP
     * not every browser repeats it, because TCP loses nothing (RFC 8489, section 6.2.2).
     */
    void repeat() throws IOException {
        if (unanswered != null) {
            datagrams.write(unanswered.rewind());
        }
    }

    /** Whether it has had its time. A peer that only sends, or only is sent to, counts as idle as well. */
    Reason overdue(long nowNanos) {
        if (!answered) {
            return nowNanos - acceptedNanos > TcpFront.PROOF_NANOS ? Reason.CLOSED_UNPROVEN : null;
        }
        return nowNanos - Math.min(heardNanos, answeredNanos) > TcpFront.IDLE_NANOS ? Reason.CLOSED_IDLE : null;
    }

    /** Whom it is counted for. */
    InetAddress host() {
        return host;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (datagrams != null) {
            datagrams.close();
        }
    }
}
