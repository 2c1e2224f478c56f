package org.kachehri.tests.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The C library's calls for namespaces and TUN devices (64-bit Linux). One object a thread: it holds where the linker leaves errno.
 * What can't go wrong in a healthy program throws; what may is returned as {@code -errno}.
 */
@SuppressWarnings("restricted")
final class SystemCalls {
    static final int POLLFD_SIZE = 8;
    static final int EAGAIN = 11;
    private static final int POLLFD_EVENTS = 4;
    private static final short POLLIN = 1;
    private static final int EINTR = 4;
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int EFD_NONBLOCK = O_NONBLOCK;
    private static final int EFD_CLOEXEC = O_CLOEXEC;

    /** _IOW('T', 202, int), linux/if_tun.h. */
    private static final long TUNSETIFF = 0x4004_54CAL;

    /** Packets of the network layer, without the four bytes that say which protocol. */
    private static final short IFF_TUN_NO_PI = 0x1001;

    // struct ifreq { char ifr_name[16]; union { short ifr_flags; … } } of 40 bytes.
    private static final int IFREQ_SIZE = 40;
    private static final int IFR_FLAGS = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));

    // int open(const char *pathname, int flags, ...)
    private static final MethodHandle OPEN =
            bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    // int ioctl(int fd, unsigned long request, ...)
    private static final MethodHandle IOCTL = bind(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    // int setns(int fd, int nstype)
    private static final MethodHandle SETNS = bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int eventfd(unsigned int initval, int flags)
    private static final MethodHandle EVENTFD = bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int close(int fd)
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t *sigmask)
    private static final MethodHandle PPOLL =
            bind("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    // ssize_t read(int fd, void *buf, size_t count); ssize_t write(int fd, const void *buf, size_t count)
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private final MemorySegment state;

    SystemCalls(Arena arena) {
        state = arena.allocate(STATE);
    }

    /** Moves the calling platform thread into a named network namespace; what it opens from then on belongs there. */
    void enterNamespace(String name) throws IOException {
        String path = "/run/netns/" + name;
        int namespace = checked("open " + path, open(path, O_RDONLY | O_CLOEXEC));
        try {
            checked("setns " + path, (int) SETNS.invokeExact(state, namespace, CLONE_NEWNET));
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            close(namespace);
        }
    }

    /** A TUN device in the calling thread's namespace; it vanishes when the descriptor is closed. Reads don't wait. */
    int openTun(String device) throws IOException {
        int tun = checked("open /dev/net/tun", open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_SIZE);
            request.setString(0, device);
            request.set(JAVA_SHORT, IFR_FLAGS, IFF_TUN_NO_PI);
            checked("TUNSETIFF " + device, (int) IOCTL.invokeExact(state, tun, TUNSETIFF, request));
            return tun;
        } catch (Throwable e) {
            close(tun);
            throw unexpected(e);
        }
    }

    int openEvent() throws IOException {
        try {
            return checked("eventfd", (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void close(int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void pollFor(MemorySegment pollfds, int index, int fd) {
        pollfds.set(JAVA_INT, (long) index * POLLFD_SIZE, fd);
        pollfds.set(JAVA_SHORT, (long) index * POLLFD_SIZE + POLLFD_EVENTS, POLLIN);
    }

    /** Waits until one can be read or the time (struct timespec) is over. */
    void poll(MemorySegment pollfds, int count, MemorySegment timespec) throws IOException {
        try {
            int ready = result((int) PPOLL.invokeExact(state, pollfds, (long) count, timespec, MemorySegment.NULL));
            if (ready < 0 && ready != -EINTR) {
                checked("ppoll", ready);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Bytes read, or {@code -errno}. */
    int read(int fd, MemorySegment into) {
        try {
            return result((int) (long) READ.invokeExact(state, fd, into, into.byteSize()));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes written, or {@code -errno}. */
    int write(int fd, MemorySegment bytes) {
        try {
            return result((int) (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private int result(int value) {
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO);
    }

    private int checked(String what, int value) throws IOException {
        if (value < 0) {
            throw new IOException(what + " failed with errno " + state.get(JAVA_INT, ERRNO));
        }
        return value;
    }

    /** A downcall handle declares Throwable; what isn't our own refusal would be a wrong descriptor. */
    private static IOException unexpected(Throwable e) {
        return e instanceof IOException refused ? refused : new IOException("a call into the C library failed", e);
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        List<Linker.Option> options = new ArrayList<>(List.of(more));
        options.add(Linker.Option.captureCallState("errno"));
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), descriptor, options.toArray(Linker.Option[]::new));
    }
}
