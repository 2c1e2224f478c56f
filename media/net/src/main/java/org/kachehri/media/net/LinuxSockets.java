package org.kachehri.media.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.kachehri.media.net.LinuxStructs.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.kachehri.media.sfu.Batch;

/**
 * {@link MediaSockets} over recvmmsg, sendmmsg with UDP_SEGMENT and ppoll. All structures are laid out once in native
 * memory and only their changing fields are written per packet, so the packet path makes no garbage.
 */
final class LinuxSockets implements MediaSockets {

    /**
     * Messages handed over in one sendmmsg. 16 is enough to spread the cost of the call (FORWARDING.md, section 3); 64
     * leaves room for a batch's trains to 50 subscribers in one call.
     */
    private static final int QUEUE = 64;

    /** UDP_MAX_SEGMENTS of kernels before 6.8; later ones take 128. */
    private static final int MAX_SEGMENTS = 64;

    /** 65 535 minus the IPv4 or IPv6 and the UDP header, rounded down. */
    private static final int MAX_TRAIN_BYTES = 65_000;

    /**
     * After so many refused trains in a row trains are given up: the way out can't segment (no checksum offload), and
     * each refusal costs a failed call.
     */
    private static final int REFUSALS_IN_A_ROW = 16;

    /** 60 publishers of 2.5 Mbit/s are 19 MB/s; the kernel counts about twice the payload, so this is some 200 ms. */
    private static final int RECEIVE_BUFFER_BYTES = 8 << 20;

    /** One second of the largest room's fan-out at 30 Mbit/s. */
    private static final int SEND_BUFFER_BYTES = 4 << 20;

    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt HOST4 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong HOST6 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long V4_MAPPED = 0x0000_FFFF_0000_0000L;

    /** A sockaddr_in6 rounded up to keep its successor aligned. */
    private static final int NAME_STRIDE = 32;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(LinuxCalls.stateLayout());
    private final int fd;
    private final int event;
    private final boolean sixth;
    private final int nameLength;
    private final int localPort;

    private final MemorySegment receiveMessages = arena.allocate((long) Batch.CAPACITY * MMSGHDR_SIZE, 8);
    private final MemorySegment receiveVectors = arena.allocate((long) Batch.CAPACITY * IOVEC_SIZE, 8);
    private final MemorySegment receiveNames = arena.allocate((long) Batch.CAPACITY * NAME_STRIDE, 8);
    private final MemorySegment polled = arena.allocate(2L * POLLFD_SIZE, 8);
    private final MemorySegment patience = arena.allocate(TIMESPEC_SIZE, 8);
    private final MemorySegment eventValue = arena.allocate(JAVA_LONG);
    private final MemorySegment wakeState = arena.allocate(LinuxCalls.stateLayout());
    private final MemorySegment wakeValue = arena.allocate(JAVA_LONG);
    private long preparedBatch;
    private boolean lastReceiveWasFull;

    // One slot more than the queue: the segments of a refused train leave through it one by one.
    private final MemorySegment sendMessages = arena.allocate((QUEUE + 1L) * MMSGHDR_SIZE, 8);
    private final MemorySegment sendVectors = arena.allocate((QUEUE + 1L) * IOVEC_SIZE, 8);
    private final MemorySegment sendNames = arena.allocate((QUEUE + 1L) * NAME_STRIDE, 8);
    private final MemorySegment sendControls = arena.allocate((QUEUE + 1L) * CMSG_SPACE_U16, 8);
    private int queued;
    private boolean trains;
    private int refusalsInARow;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong trainsRefused = new AtomicLong();

    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    private final Object closing = new Object();
    private boolean closed;

    static LinuxSockets open(NetSettings settings) throws IOException {
        return new LinuxSockets(settings);
    }

    private LinuxSockets(NetSettings settings) throws IOException {
        InetAddress host = settings.bindInetAddress();
        sixth = !(host instanceof Inet4Address);
        nameLength = sixth ? SOCKADDR_IN6_SIZE : SOCKADDR_IN_SIZE;
        trains = settings.trains();
        int socket = -1;
        int wake = -1;
        boolean opened = false;
        try {
            socket = checked(
                    "socket",
                    LinuxCalls.socket(
                            state,
                            sixth ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET,
                            LinuxCalls.SOCK_DGRAM | LinuxCalls.SOCK_NONBLOCK | LinuxCalls.SOCK_CLOEXEC));
            wake = checked("eventfd", LinuxCalls.eventfd(state, LinuxCalls.EFD_NONBLOCK | LinuxCalls.EFD_CLOEXEC));
            fd = socket;
            event = wake;
            localPort = bind(host, settings.port());
            opened = true;
        } finally {
            if (!opened) {
                if (socket >= 0) {
                    LinuxCalls.close(state, socket);
                }
                if (wake >= 0) {
                    LinuxCalls.close(state, wake);
                }
                arena.close();
            }
        }
        layOutSending();
        polled.set(JAVA_INT, POLL_FD, fd);
        polled.set(JAVA_SHORT, POLL_EVENTS, (short) LinuxCalls.POLLIN);
        polled.set(JAVA_INT, POLLFD_SIZE + POLL_FD, event);
        polled.set(JAVA_SHORT, POLLFD_SIZE + POLL_EVENTS, (short) LinuxCalls.POLLIN);
        wakeValue.set(JAVA_LONG, 0, 1);
    }

    private int bind(InetAddress host, int port) throws IOException {
        if (sixth) {
            option(LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_V6ONLY, 0);
        }
        // The forced form needs CAP_NET_ADMIN; the other is capped by net.core.rmem_max without an error.
        if (option(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES) < 0) {
            option(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        }
        if (option(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_SNDBUFFORCE, SEND_BUFFER_BYTES) < 0) {
            option(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_SNDBUF, SEND_BUFFER_BYTES);
        }
        try (Arena once = Arena.ofConfined()) {
            MemorySegment name = once.allocate(NAME_STRIDE, 8);
            MemorySegment length = once.allocate(JAVA_INT);
            name.set(JAVA_SHORT, SIN_FAMILY, (short) (sixth ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET));
            name.set(PORT, SIN_PORT, (short) port);
            byte[] bytes = host.getAddress();
            MemorySegment.copy(bytes, 0, name, JAVA_BYTE, sixth ? SIN6_ADDR : SIN_ADDR, bytes.length);
            int bound = LinuxCalls.bind(state, fd, name.address(), nameLength);
            if (bound == -LinuxCalls.EADDRINUSE) {
                throw new BindException("UDP port " + port + " of " + host.getHostAddress() + " is in use");
            }
            checked("bind to " + host.getHostAddress() + " port " + port, bound);
            length.set(JAVA_INT, 0, NAME_STRIDE);
            checked("getsockname", LinuxCalls.getsockname(state, fd, name.address(), length.address()));
            return Short.toUnsignedInt(name.get(PORT, SIN_PORT));
        }
    }

    /** Sets one int option of the socket. Also how a test makes the kernel refuse trains. */
    int option(int level, int name, int value) {
        try (Arena once = Arena.ofConfined()) {
            MemorySegment holder = once.allocate(JAVA_INT);
            holder.set(JAVA_INT, 0, value);
            return LinuxCalls.setsockopt(state, fd, level, name, holder.address(), Integer.BYTES);
        }
    }

    private void layOutSending() {
        for (int i = 0; i <= QUEUE; i++) {
            long message = (long) i * MMSGHDR_SIZE;
            long name = (long) i * NAME_STRIDE;
            long control = (long) i * CMSG_SPACE_U16;
            sendNames.set(JAVA_SHORT, name + SIN_FAMILY, (short) (sixth ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET));
            sendControls.set(JAVA_LONG, control + CMSG_LEN, CMSG_LEN_U16);
            sendControls.set(JAVA_INT, control + CMSG_LEVEL, LinuxCalls.SOL_UDP);
            sendControls.set(JAVA_INT, control + CMSG_TYPE, LinuxCalls.UDP_SEGMENT);
            sendMessages.set(JAVA_LONG, message + MSG_NAME, sendNames.address() + name);
            sendMessages.set(JAVA_INT, message + MSG_NAMELEN, nameLength);
            sendMessages.set(JAVA_LONG, message + MSG_IOV, sendVectors.address() + (long) i * IOVEC_SIZE);
            sendMessages.set(JAVA_LONG, message + MSG_IOVLEN, 1);
            sendMessages.set(JAVA_LONG, message + MSG_CONTROL, sendControls.address() + control);
        }
    }

    @Override
    public int localPort() {
        return localPort;
    }

    @Override
    public int receive(Batch batch, long timeoutNanos) throws IOException {
        batch.clear();
        if (preparedBatch != batch.bytes.address()) {
            layOutReceiving(batch);
        }
        // After a full batch more is likely there, so the wait is skipped; else it comes first, which under load costs
        // one call less than finding nothing.
        if (!lastReceiveWasFull) {
            await(timeoutNanos);
        }
        int count = LinuxCalls.recvmmsg(state, fd, receiveMessages.address(), Batch.CAPACITY, 0);
        if (count == -LinuxCalls.EAGAIN && lastReceiveWasFull) {
            await(timeoutNanos);
            count = LinuxCalls.recvmmsg(state, fd, receiveMessages.address(), Batch.CAPACITY, 0);
        }
        lastReceiveWasFull = count == Batch.CAPACITY;
        if (count < 0) {
            if (count == -LinuxCalls.EAGAIN || count == -LinuxCalls.EINTR) {
                return 0;
            }
            throw new SocketException("recvmmsg failed with errno " + -count);
        }
        for (int i = 0; i < count; i++) {
            take(batch, i);
        }
        batch.size = count;
        return count;
    }

    private void layOutReceiving(Batch batch) {
        for (int i = 0; i < Batch.CAPACITY; i++) {
            long message = (long) i * MMSGHDR_SIZE;
            long vector = (long) i * IOVEC_SIZE;
            receiveVectors.set(JAVA_LONG, vector + IOV_BASE, batch.bytes.address() + batch.offset(i));
            receiveVectors.set(JAVA_LONG, vector + IOV_LEN, Batch.MAX_DATAGRAM);
            receiveMessages.set(JAVA_LONG, message + MSG_NAME, receiveNames.address() + (long) i * NAME_STRIDE);
            receiveMessages.set(JAVA_INT, message + MSG_NAMELEN, nameLength);
            receiveMessages.set(JAVA_LONG, message + MSG_IOV, receiveVectors.address() + vector);
            receiveMessages.set(JAVA_LONG, message + MSG_IOVLEN, 1);
        }
        preparedBatch = batch.bytes.address();
    }

    private void take(Batch batch, int i) {
        long message = (long) i * MMSGHDR_SIZE;
        long name = (long) i * NAME_STRIDE;
        boolean cut = (receiveMessages.get(JAVA_INT, message + MSG_FLAGS) & LinuxCalls.MSG_TRUNC) != 0;
        batch.length[i] = cut ? 0 : receiveMessages.get(JAVA_INT, message + MSG_LEN);
        batch.port[i] = Short.toUnsignedInt(receiveNames.get(PORT, name + SIN_PORT));
        if (sixth) {
            batch.hostHigh[i] = receiveNames.get(HOST6, name + SIN6_ADDR);
            batch.hostLow[i] = receiveNames.get(HOST6, name + SIN6_ADDR + 8);
        } else {
            batch.hostHigh[i] = 0;
            batch.hostLow[i] = V4_MAPPED | Integer.toUnsignedLong(receiveNames.get(HOST4, name + SIN_ADDR));
        }
        // The kernel wrote the length it used; it reads it again as the room it has.
        receiveMessages.set(JAVA_INT, message + MSG_NAMELEN, nameLength);
    }

    private void await(long timeoutNanos) {
        long nanos = Math.max(0, timeoutNanos);
        patience.set(JAVA_LONG, TV_SEC, nanos / 1_000_000_000L);
        patience.set(JAVA_LONG, TV_NSEC, nanos % 1_000_000_000L);
        int ready = LinuxCalls.ppoll(state, polled.address(), 2, patience.address());
        if (ready > 0 && polled.get(JAVA_SHORT, POLLFD_SIZE + POLL_REVENTS) != 0) {
            // Reset before the read: a wake-up between the two is seen as one too many, never as one too few.
            wakeUpPending.set(false);
            LinuxCalls.read(state, event, eventValue.address(), Long.BYTES);
        }
    }

    @Override
    public void send(
            long hostHigh, long hostLow, int port, MemorySegment bytes, long offset, int length, int segmentSize) {
        if (!sixth && (hostHigh != 0 || (hostLow & 0xFFFF_FFFF_0000_0000L) != V4_MAPPED)) {
            dropped.incrementAndGet();
            return;
        }
        long address = bytes.address() + offset;
        int step = segmentSize;
        if (trains && length > segmentSize) {
            step = segmentSize * Math.min(MAX_SEGMENTS, MAX_TRAIN_BYTES / segmentSize);
        }
        for (int at = 0; at < length; at += step) {
            if (queued == QUEUE) {
                flush();
            }
            int size = Math.min(step, length - at);
            fill(queued++, hostHigh, hostLow, port, address + at, size, segmentSize);
        }
    }

    private void fill(int slot, long hostHigh, long hostLow, int port, long address, int size, int segmentSize) {
        long name = (long) slot * NAME_STRIDE;
        long vector = (long) slot * IOVEC_SIZE;
        long message = (long) slot * MMSGHDR_SIZE;
        sendNames.set(PORT, name + SIN_PORT, (short) port);
        if (sixth) {
            sendNames.set(HOST6, name + SIN6_ADDR, hostHigh);
            sendNames.set(HOST6, name + SIN6_ADDR + 8, hostLow);
        } else {
            sendNames.set(HOST4, name + SIN_ADDR, (int) hostLow);
        }
        sendVectors.set(JAVA_LONG, vector + IOV_BASE, address);
        sendVectors.set(JAVA_LONG, vector + IOV_LEN, size);
        boolean train = size > segmentSize;
        if (train) {
            sendControls.set(JAVA_SHORT, (long) slot * CMSG_SPACE_U16 + CMSGHDR_SIZE, (short) segmentSize);
        }
        sendMessages.set(JAVA_LONG, message + MSG_CONTROLLEN, train ? CMSG_SPACE_U16 : 0);
    }

    @Override
    public void flush() {
        int sent = 0;
        while (sent < queued) {
            int result = LinuxCalls.sendmmsg(
                    state, fd, sendMessages.address() + (long) sent * MMSGHDR_SIZE, queued - sent, 0);
            if (result > 0) {
                sent += result;
                refusalsInARow = 0;
            } else if (result == -LinuxCalls.EAGAIN) {
                // The interface's queue is full: what waits here would only be late. NACK repairs it.
                dropped.addAndGet(queued - sent);
                sent = queued;
            } else if (result != -LinuxCalls.EINTR) {
                refused(sent++, -result);
            }
        }
        queued = 0;
    }

    /** The message in this slot was refused: a train leaves once more in single datagrams, a datagram is lost. */
    private void refused(int slot, int errno) {
        boolean train = sendMessages.get(JAVA_LONG, (long) slot * MMSGHDR_SIZE + MSG_CONTROLLEN) != 0;
        boolean aboutTrains = errno == LinuxCalls.EIO
                || errno == LinuxCalls.EINVAL
                || errno == LinuxCalls.EMSGSIZE
                || errno == LinuxCalls.EOPNOTSUPP;
        if (!train || !aboutTrains) {
            dropped.incrementAndGet();
            return;
        }
        trainsRefused.incrementAndGet();
        if (++refusalsInARow == REFUSALS_IN_A_ROW) {
            trains = false;
        }
        long name = (long) slot * NAME_STRIDE;
        long vector = (long) slot * IOVEC_SIZE;
        int port = Short.toUnsignedInt(sendNames.get(PORT, name + SIN_PORT));
        long hostHigh = sixth ? sendNames.get(HOST6, name + SIN6_ADDR) : 0;
        long hostLow = sixth ? sendNames.get(HOST6, name + SIN6_ADDR + 8) : sendNames.get(HOST4, name + SIN_ADDR);
        long address = sendVectors.get(JAVA_LONG, vector + IOV_BASE);
        int length = (int) sendVectors.get(JAVA_LONG, vector + IOV_LEN);
        int segmentSize =
                Short.toUnsignedInt(sendControls.get(JAVA_SHORT, (long) slot * CMSG_SPACE_U16 + CMSGHDR_SIZE));
        for (int at = 0; at < length; at += segmentSize) {
            int size = Math.min(segmentSize, length - at);
            fill(QUEUE, hostHigh, hostLow, port, address + at, size, size);
            if (LinuxCalls.sendmmsg(state, fd, sendMessages.address() + (long) QUEUE * MMSGHDR_SIZE, 1, 0) < 1) {
                dropped.incrementAndGet();
            }
        }
    }

    @Override
    public void wakeUp() {
        if (wakeUpPending.compareAndSet(false, true)) {
            synchronized (closing) {
                if (!closed) {
                    LinuxCalls.write(wakeState, event, wakeValue.address(), Long.BYTES);
                }
            }
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public long trainsRefused() {
        return trainsRefused.get();
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            LinuxCalls.close(state, fd);
            LinuxCalls.close(state, event);
            arena.close();
        }
    }

    private static int checked(String call, int result) throws SocketException {
        if (result < 0) {
            throw new SocketException(call + " failed with errno " + -result);
        }
        return result;
    }
}
