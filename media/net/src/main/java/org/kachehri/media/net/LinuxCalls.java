package org.kachehri.media.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library's socket calls. Every method returns what C returned, or {@code -errno} when C said it failed.
 *
 * <p>Pointers travel as {@code long}: the calling conventions of x86-64 and AArch64 treat them alike, and no
 * {@link MemorySegment} has to be made for a call, which keeps the packet path free of garbage. The one segment that is
 * passed, {@code state}, is where the linker leaves errno ({@link Linker.Option#captureCallState}); one a thread.
 */
@SuppressWarnings("restricted")
final class LinuxCalls {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_NO_CHECK = 11;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;
    static final int POLLIN = 1;
    static final int MSG_TRUNC = 0x20;

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EMSGSIZE = 90;
    static final int EOPNOTSUPP = 95;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO_OPTION = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));

    // int socket(int domain, int type, int protocol)
    private static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    private static final MethodHandle BIND = bind("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    // int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)
    private static final MethodHandle GETSOCKNAME = bind("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)
    private static final MethodHandle SETSOCKOPT =
            bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int eventfd(unsigned int initval, int flags)
    private static final MethodHandle EVENTFD = bind("eventfd", JAVA_INT, JAVA_INT);
    // int close(int fd)
    private static final MethodHandle CLOSE = bind("close", JAVA_INT);
    // int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, struct timespec *timeout)
    private static final MethodHandle RECVMMSG = bind("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    // int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)
    private static final MethodHandle SENDMMSG = bind("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    // int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t *sigmask)
    private static final MethodHandle PPOLL = bind("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    // ssize_t read(int fd, void *buf, size_t count); ssize_t write(int fd, const void *buf, size_t count)
    private static final MethodHandle READ = bindLong("read", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = bindLong("write", JAVA_INT, JAVA_LONG, JAVA_LONG);

    private LinuxCalls() {}

    /** Whether this system is one whose structures {@link LinuxStructs} describes. */
    static boolean available() {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "");
        return system.equals("Linux") && (processor.equals("amd64") || processor.equals("aarch64"));
    }

    /** The size and alignment of the segment that every call wants for errno. */
    static StructLayout stateLayout() {
        return STATE;
    }

    static int socket(MemorySegment state, int domain, int type) {
        try {
            return result((int) SOCKET.invokeExact(state, domain, type, 0), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(MemorySegment state, int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getsockname(MemorySegment state, int fd, long address, long lengthAddress) {
        try {
            return result((int) GETSOCKNAME.invokeExact(state, fd, address, lengthAddress), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setsockopt(MemorySegment state, int fd, int level, int name, long value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, name, value, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd(MemorySegment state, int flags) {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(MemorySegment state, int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int recvmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result((int) RECVMMSG.invokeExact(state, fd, messages, count, flags, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int sendmmsg(MemorySegment state, int fd, long messages, int count, int flags) {
        try {
            return result((int) SENDMMSG.invokeExact(state, fd, messages, count, flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int ppoll(MemorySegment state, long pollfds, long count, long timespec) {
        try {
            return result((int) PPOLL.invokeExact(state, pollfds, count, timespec, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int read(MemorySegment state, int fd, long buffer, long count) {
        try {
            return result((int) (long) READ.invokeExact(state, fd, buffer, count), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int write(MemorySegment state, int fd, long buffer, long count) {
        try {
            return result((int) (long) WRITE.invokeExact(state, fd, buffer, count), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int result(int value, MemorySegment state) {
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO_OFFSET);
    }

    private static MethodHandle bind(String name, ValueLayout... parameters) {
        return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static MethodHandle bindLong(String name, ValueLayout... parameters) {
        return handle(name, FunctionDescriptor.of(JAVA_LONG, parameters));
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO_OPTION);
    }

    /** A downcall handle declares Throwable but never throws; only a wrong descriptor would. */
    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a call into the C library could not be made", e);
    }
}
