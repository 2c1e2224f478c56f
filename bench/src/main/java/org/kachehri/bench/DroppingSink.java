package org.kachehri.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A subscriber that costs nothing: a UDP socket on the server's own address that can send, and whose filter throws away
 * whatever arrives before it is queued. Linux only.
 */
@SuppressWarnings("restricted")
final class DroppingSink implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SOL_UDP = 17;
    private static final int UDP_GRO = 104;

    private static final int MSG_DONTWAIT = 0x40;
    /** Answers the whole length also where less was copied. */
    private static final int MSG_TRUNC = 0x20;
    /** BPF_RET | BPF_K with k = 0: keep no byte. */
    private static final short BPF_RETURN = 0x06;

    // int socket(int domain, int type, int protocol)
    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    // int bind(int fd, const struct sockaddr *addr, socklen_t len)
    private static final MethodHandle BIND = handle("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
    private static final MethodHandle GETSOCKNAME = handle("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *addr, socklen_t addrlen)
    private static final MethodHandle SENDTO =
            handle("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    // ssize_t recv(int fd, void *buf, size_t len, int flags)
    private static final MethodHandle RECV = handle("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    // ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
    private static final MethodHandle RECVMSG = handle("recvmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int close(int fd)
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);

    private final Arena arena = Arena.ofShared();
    /** struct sockaddr_in { u16 family; be16 port; be32 addr; char zero[8]; } */
    private final MemorySegment receiver = arena.allocate(16, 8);

    /** struct msghdr { void *name; u32 namelen; struct iovec *iov; u64 iovlen; void *control; u64 controllen; int flags; } */
    private final MemorySegment message = arena.allocate(56, 8);
    /** struct iovec { void *base; u64 len; } */
    private final MemorySegment vector = arena.allocate(16, 8);
    /** struct cmsghdr { u64 len; int level; int type; } and an int, with its padding. */
    private final MemorySegment control = arena.allocate(24, 8);

    private final int fd;
    private final int localPort;

    /** On the host of the node, because both ends are this machine. */
    DroppingSink(UdpAddress node) throws IOException {
        try {
            fd = (int) SOCKET.invokeExact(AF_INET, SOCK_DGRAM, 0);
            receiver.set(JAVA_SHORT, 0, (short) AF_INET);
            receiver.set(JAVA_INT, 4, Integer.reverseBytes(node.host()));
            check("bind", (int) BIND.invokeExact(fd, receiver.address(), 16));
            MemorySegment length = arena.allocate(JAVA_INT);
            length.set(JAVA_INT, 0, 16);
            check("getsockname", (int) GETSOCKNAME.invokeExact(fd, receiver.address(), length.address()));
            localPort = Short.toUnsignedInt(Short.reverseBytes(receiver.get(JAVA_SHORT, 2)));
            receiver.set(JAVA_SHORT, 2, Short.reverseBytes((short) node.port()));
            MemorySegment size = arena.allocate(JAVA_INT);
            size.set(JAVA_INT, 0, 1 << 20);
            check("SO_RCVBUF", (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_RCVBUF, size.address(), 4));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    int localPort() {
        return localPort;
    }

    /** Where to send from now on; the sink was opened before the node said its port. */
    void node(UdpAddress node) {
        receiver.set(JAVA_INT, 4, Integer.reverseBytes(node.host()));
        receiver.set(JAVA_SHORT, 2, Short.reverseBytes((short) node.port()));
    }

    /** Sends to the node from the address that the node is to know this subscriber by. */
    void send(MemorySegment bytes, int length) throws IOException {
        try {
            check("sendto", (int)
                    (long) SENDTO.invokeExact(fd, bytes.address(), (long) length, 0, receiver.address(), 16));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** What arrived before {@link #drop}: bytes written, or -1 if there is nothing. */
    int receive(MemorySegment into) {
        try {
            return (int) (long) RECV.invokeExact(fd, into.address(), into.byteSize(), MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies at most {@code room} bytes of the next datagram, the rest is gone; returns its whole length, or -1 if there is none. */
    int receiveHead(MemorySegment into, int room) {
        try {
            return (int) (long) RECV.invokeExact(fd, into.address(), (long) room, MSG_DONTWAIT | MSG_TRUNC);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on a train arrives as it was sent, as it would leave for an interface that cuts trains itself. */
    void takeTrains() throws IOException {
        try (Arena once = Arena.ofConfined()) {
            MemorySegment on = once.allocateFrom(JAVA_INT, 1);
            check("UDP_GRO", (int) SETSOCKOPT.invokeExact(fd, SOL_UDP, UDP_GRO, on.address(), 4));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        message.set(JAVA_LONG, 16, vector.address());
        message.set(JAVA_LONG, 24, 1);
        message.set(JAVA_LONG, 32, control.address());
    }

    /** The next datagram or train, after {@link #takeTrains}; its whole length, or -1 if there is none. */
    int receiveTrain(MemorySegment into) {
        vector.set(JAVA_LONG, 0, into.address());
        vector.set(JAVA_LONG, 8, into.byteSize());
        message.set(JAVA_LONG, 40, control.byteSize());
        try {
            return (int) (long) RECVMSG.invokeExact(fd, message.address(), MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Length of each piece but the last of what {@link #receiveTrain} took; 0 for a lone datagram. */
    int pieceLength() {
        boolean told = message.get(JAVA_LONG, 40) > 0
                && control.get(JAVA_INT, 8) == SOL_UDP
                && control.get(JAVA_INT, 12) == UDP_GRO;
        return told ? control.get(JAVA_INT, 16) : 0;
    }

    /** From now on everything that arrives is thrown away by the kernel. */
    void drop() throws IOException {
        // struct sock_filter { u16 code; u8 jt; u8 jf; u32 k; }  struct sock_fprog { u16 len; struct sock_filter
        // *filter; }
        MemorySegment filter = arena.allocate(8, 8);
        filter.set(JAVA_SHORT, 0, BPF_RETURN);
        MemorySegment program = arena.allocate(16, 8);
        program.set(JAVA_SHORT, 0, (short) 1);
        program.set(JAVA_LONG, 8, filter.address());
        try {
            check("SO_ATTACH_FILTER", (int)
                    SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_ATTACH_FILTER, program.address(), 16));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            int ignored = (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        arena.close();
    }

    private static void check(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed");
        }
    }

    private static MethodHandle handle(String name, ValueLayout result, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }
}
