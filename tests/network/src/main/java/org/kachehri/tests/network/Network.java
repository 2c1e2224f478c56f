package org.kachehri.tests.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.kachehri.media.simulation.Impairment;
import org.kachehri.media.simulation.Link;

/**
 * Hosts on this machine that reach each other only through a router of ours, which runs the impairment of the simulation: real
 * programs, real sockets, an invented line. What chance decides comes from the seed; when packets are sent, from the programs.
 *
 * <p>Needs Linux and root: ask {@link #obstacle()} first. Used by one thread.
 */
public final class Network implements AutoCloseable {
    /** A third octet each. */
    private static final int MAX_HOSTS = 200;

    private static final long CAPABILITIES = 1L << 12 | 1L << 21; // CAP_NET_ADMIN, CAP_SYS_ADMIN
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final long seed;
    private final int number = NEXT.incrementAndGet();
    private final Router router;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<Host, Line> lines = new LinkedHashMap<>();
    private final Thread lastResort = Thread.ofPlatform().unstarted(this::tidyUp);
    private boolean closed;

    private Network(long seed) throws IOException {
        this.seed = seed;
        Namespaces.deleteLeftovers();
        router = new Router();
        router.start();
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Why there can be no network here, in words for the person who runs the tests; empty if there can. */
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("network namespaces are Linux's, and this isn't Linux");
        }
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            return Optional.of(
                    "/dev/net/tun can't be opened for writing (is the module tun loaded, and are you root?)");
        }
        Stream<String> path = Stream.of(System.getenv("PATH").split(":", -1));
        if (path.noneMatch(folder -> Files.isExecutable(Path.of(folder, "ip")))) {
            return Optional.of("the command ip isn't installed (package iproute2)");
        }
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            long effective = status.filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
            return (effective & CAPABILITIES) == CAPABILITIES
                    ? Optional.empty()
                    : Optional.of("making network namespaces needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN)");
        } catch (IOException e) {
            return Optional.of("/proc/self/status can't be read: " + e.getMessage());
        }
    }

    /** An empty network. What a run that was killed left behind is removed first. */
    public static Network create(long seed) throws IOException {
        return new Network(seed);
    }

    /** The host of that name; made, with a perfect line, when it is first asked for. */
    public Host host(String name) throws IOException {
        Host known = hosts.get(name);
        if (known != null) {
            return known;
        }
        if (hosts.size() == MAX_HOSTS || !name.matches("[a-z][a-z0-9]{0,15}")) {
            throw new IllegalArgumentException("no room for a host, or no name for one: " + name);
        }
        String address = "10.111." + (hosts.size() + 1) + ".1";
        Host host = Host.create(name, Namespaces.name(number, name), address);
        Link up = link(seed, name, "up");
        Link down = link(seed, name, "down");
        router.tell(() -> router.add(new Router.Port(host.tun(), bits(address), up, down)));
        hosts.put(name, host);
        lines.put(host, new Line(router, up, down));
        return host;
    }

    /** The line between a host and the middle of the network. */
    public Line link(Host host) {
        return lines.get(host);
    }

    /** No UDP passes between the two from now on, as behind the firewall of an office. */
    public void blockUdp(Host one, Host other) {
        router.tell(() -> router.blockUdp(bits(one.address()), bits(other.address())));
    }

    /** Nothing at all passes between the two from now on. */
    public void block(Host one, Host other) {
        router.tell(() -> router.block(bits(one.address()), bits(other.address())));
    }

    /** Packets that {@link #blockUdp} and {@link #block} stopped. */
    public long blockedPackets() {
        return router.ask(router::blockedPackets);
    }

    /** Packets that found no room in the router itself: the machine is too slow for what is sent, and the model isn't kept. */
    public long crowdedOutPackets() {
        return router.ask(router::crowdedOutPackets);
    }

    /** A direction of a host's line: it depends on the seed and the host's name, not on which other hosts there are. */
    static Link link(long seed, String host, String direction) {
        SplittableRandom random = new SplittableRandom(seed ^ (long) (host + '/' + direction).hashCode() << 32);
        return new Link(Impairment.none(), random);
    }

    private static int bits(String address) {
        return ByteBuffer.wrap(InetAddress.ofLiteral(address).getAddress()).getInt();
    }

    /** Ends what runs in the hosts and removes them. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        tidyUp();
    }

    private synchronized void tidyUp() {
        if (closed) {
            return;
        }
        closed = true;
        List<IOException> failures = new ArrayList<>();
        for (Host host : hosts.values()) {
            try {
                host.delete();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        router.close();
        if (!failures.isEmpty()) {
            throw new java.io.UncheckedIOException("the network could not be removed", failures.getFirst());
        }
    }
}
