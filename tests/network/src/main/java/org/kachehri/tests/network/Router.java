package org.kachehri.tests.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.kachehri.media.simulation.Link;
import org.kachehri.media.simulation.Schedule;

/**
 * Carries IPv4 packets between the hosts' TUN devices: up the sender's link, down the receiver's, each as late as its link says.
 * Everything here is owned by the thread {@code network-router}; others hand it commands.
 */
final class Router implements AutoCloseable {
    /** 1500 bytes at most are in a packet of a device that we make; a whole number of cache lines. */
    private static final int SLOT_BYTES = 1536;

    /** On their way at once: 24 MiB, a second of 190 Mbit/s in full packets. More is dropped and counted. */
    private static final int SLOTS = 16_384;

    /** Read from one device before it is the next one's turn. */
    private static final int READS_A_TURN = 64;

    private static final int HEADER_BYTES = 20;
    private static final int UDP = 17;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** A host's device and the two directions of its line. */
    record Port(int tun, int address, Link up, Link down) {}

    private final Arena arena = Arena.ofShared();
    private final SystemCalls calls = new SystemCalls(arena);
    private final MemorySegment packets = arena.allocate((long) SLOTS * SLOT_BYTES, 64);
    private final int[] free = new int[SLOTS];
    private int freeCount = SLOTS;
    private final int[] length = new int[SLOTS];
    private final int[] destination = new int[SLOTS];
    private final boolean[] crossed = new boolean[SLOTS];
    private final Schedule schedule = new Schedule();
    private final List<Runnable> planned = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final Set<Long> blocked = new HashSet<>();
    private final Set<Long> blockedUdp = new HashSet<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final MemorySegment wake = arena.allocate(JAVA_LONG);
    private final MemorySegment awoken = arena.allocate(JAVA_LONG);
    private final MemorySegment timespec = arena.allocate(JAVA_LONG, 2);
    private MemorySegment pollfds = MemorySegment.NULL;
    private final int event;
    private final Thread thread =
            Thread.ofPlatform().name("network-router").daemon().unstarted(this::run);
    private boolean closing;
    private long startNanos;
    private long blockedPackets;
    private long homelessPackets;
    private long crowdedOutPackets;

    Router() throws IOException {
        for (int i = 0; i < SLOTS; i++) {
            free[i] = SLOTS - 1 - i;
        }
        wake.set(JAVA_LONG, 0, 1);
        event = calls.openEvent();
        listen();
    }

    void start() {
        thread.start();
    }

    /** Runs on the router's thread, between two packets. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        wakeUp();
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the router was asked", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the router does not answer", e);
        }
    }

    void tell(Runnable order) {
        ask(() -> {
            order.run();
            return true;
        });
    }

    /** On the router's thread: it happens that much later, after what was planned before for the same moment. */
    void plan(long inNanos, Runnable happening) {
        planned.add(happening);
        schedule.plan(nowNanos() + inNanos, -planned.size());
    }

    /** On the router's thread. */
    void add(Port port) {
        ports.add(port);
        listen();
    }

    /** On the router's thread: UDP between the two addresses is dropped. */
    void blockUdp(int one, int other) {
        blockedUdp.add(pair(one, other));
        blockedUdp.add(pair(other, one));
    }

    /** On the router's thread: everything between the two addresses is dropped. */
    void block(int one, int other) {
        blocked.add(pair(one, other));
        blocked.add(pair(other, one));
    }

    long blockedPackets() {
        return blockedPackets;
    }

    /** IPv6, and IPv4 to an address that nobody has. */
    long homelessPackets() {
        return homelessPackets;
    }

    long crowdedOutPackets() {
        return crowdedOutPackets;
    }

    private static long pair(int from, int to) {
        return (long) from << 32 | to & 0xFFFF_FFFFL;
    }

    private void listen() {
        pollfds = arena.allocate((long) (ports.size() + 1) * SystemCalls.POLLFD_SIZE, Long.BYTES);
        SystemCalls.pollFor(pollfds, 0, event);
        for (int i = 0; i < ports.size(); i++) {
            SystemCalls.pollFor(pollfds, i + 1, ports.get(i).tun());
        }
    }

    private void run() {
        startNanos = System.nanoTime();
        try {
            for (obey(); !closing; obey()) {
                boolean more = read();
                deliver();
                if (!more) {
                    await();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            ports.forEach(port -> calls.close(port.tun()));
        }
    }

    private long nowNanos() {
        return System.nanoTime() - startNanos;
    }

    private void obey() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void await() throws IOException {
        long waitNanos = Math.clamp(schedule.nextNanos() - nowNanos(), 0, SECOND_NANOS);
        timespec.setAtIndex(JAVA_LONG, 0, waitNanos / SECOND_NANOS);
        timespec.setAtIndex(JAVA_LONG, 1, waitNanos % SECOND_NANOS);
        calls.poll(pollfds, ports.size() + 1, timespec);
        calls.read(event, awoken);
    }

    /** Whether a device may have more. */
    private boolean read() {
        boolean more = false;
        for (Port port : ports) {
            int count = 0;
            while (count < READS_A_TURN && readOne(port)) {
                count++;
            }
            more |= count == READS_A_TURN;
        }
        return more;
    }

    private boolean readOne(Port from) {
        if (freeCount == 0) {
            // The device's own queue overflows meanwhile; what is due next makes room.
            crowdedOutPackets++;
            return false;
        }
        int slot = free[freeCount - 1];
        MemorySegment packet = packets.asSlice((long) slot * SLOT_BYTES, SLOT_BYTES);
        int bytes = calls.read(from.tun(), packet);
        if (bytes <= 0) {
            return false;
        }
        int to = bytes >= HEADER_BYTES && packet.get(JAVA_BYTE, 0) >> 4 == 4 ? portOf(packet.get(NETWORK_INT, 16)) : -1;
        if (to < 0) {
            homelessPackets++;
        } else if (isBlocked(
                packet.get(JAVA_BYTE, 9), pair(from.address(), ports.get(to).address()))) {
            blockedPackets++;
        } else {
            freeCount--;
            length[slot] = bytes;
            destination[slot] = to;
            crossed[slot] = false;
            travel(from.up(), slot, nowNanos());
        }
        return true;
    }

    private boolean isBlocked(byte protocol, long pair) {
        return blocked.contains(pair) || (protocol == UDP && blockedUdp.contains(pair));
    }

    private int portOf(int address) {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).address() == address) {
                return i;
            }
        }
        return -1;
    }

    private void travel(Link link, int slot, long atNanos) {
        long arrival = link.arrivalNanos(atNanos, length[slot]);
        if (arrival == Link.LOST) {
            free[freeCount++] = slot;
            return;
        }
        schedule.plan(arrival, slot);
        if (link.duplicates() && freeCount > 0) {
            int twin = free[--freeCount];
            MemorySegment.copy(packets, (long) slot * SLOT_BYTES, packets, (long) twin * SLOT_BYTES, length[slot]);
            length[twin] = length[slot];
            destination[twin] = destination[slot];
            crossed[twin] = crossed[slot];
            schedule.plan(arrival, twin);
        }
    }

    private void deliver() {
        long now = nowNanos();
        for (long due = schedule.nextNanos(); due <= now; due = schedule.nextNanos()) {
            int what = schedule.take();
            if (what < 0) {
                planned.get(-1 - what).run();
            } else if (!crossed[what]) {
                crossed[what] = true;
                // As of when it was due, not of when this thread came to it: its lateness must not add up.
                travel(ports.get(destination[what]).down(), what, due);
            } else {
                calls.write(
                        ports.get(destination[what]).tun(), packets.asSlice((long) what * SLOT_BYTES, length[what]));
                free[freeCount++] = what;
            }
        }
    }

    private void wakeUp() {
        try (Arena own = Arena.ofConfined()) {
            new SystemCalls(own).write(event, wake);
        }
    }

    /** The devices are gone when it returns. */
    @Override
    public void close() {
        if (thread.isAlive()) {
            commands.add(() -> closing = true);
            wakeUp();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        calls.close(event);
        arena.close();
    }
}
