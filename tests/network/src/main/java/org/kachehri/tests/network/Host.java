package org.kachehri.tests.network;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A machine of an invented network: a Linux network namespace with a loopback and one device, {@code eth0}. */
public final class Host {
    private static final String DEVICE = "eth0";

    private final String name;
    private final String namespace;
    private final String address;
    private int tun = -1;

    private Host(String name, String namespace, String address) {
        this.name = name;
        this.namespace = namespace;
        this.address = address;
    }

    static Host create(String name, String namespace, String address) throws IOException {
        Host host = new Host(name, namespace, address);
        Namespaces.ip("netns", "add", namespace);
        try {
            host.tun = host.call(() -> {
                try (Arena arena = Arena.ofConfined()) {
                    return new SystemCalls(arena).openTun(DEVICE);
                }
            });
            Namespaces.ip("-n", namespace, "link", "set", "lo", "up");
            Namespaces.ip("-n", namespace, "address", "add", address + "/24", "dev", DEVICE);
            Namespaces.ip("-n", namespace, "link", "set", DEVICE, "up");
            Namespaces.ip("-n", namespace, "route", "add", "default", "dev", DEVICE);
            return host;
        } catch (IOException e) {
            host.delete();
            host.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    /** Its IPv4 address, which the other hosts of the network reach. */
    public String address() {
        return address;
    }

    /** Starts a program in this host. It is ended, with what it started, when the network is closed. */
    public Process run(ProcessBuilder program) throws IOException {
        return call(program::start);
    }

    /**
     * Does something on a thread in this host: sockets that it opens and processes and threads that it starts belong to the host
     * for good, whoever uses them later.
     *
     * @throws IOException what the work threw, or around it
     */
    public <T> T call(Callable<T> work) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        // A thread of its own, thrown away afterwards: a pooled one would carry the namespace to whom it serves next.
        Thread.ofPlatform().name("in-" + name).start(() -> {
            try (Arena arena = Arena.ofConfined()) {
                new SystemCalls(arena).enterNamespace(namespace);
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException refused
                    ? refused
                    : new IOException("in host " + name + ": " + e.getCause(), e.getCause());
        }
    }

    /** The network's end of its device. */
    int tun() {
        return tun;
    }

    /** Only for a host that never got a port: the router closes what it has. */
    private void close() {
        if (tun >= 0) {
            try (Arena arena = Arena.ofConfined()) {
                new SystemCalls(arena).close(tun);
            }
        }
    }

    void delete() throws IOException {
        Namespaces.endProcesses(namespace);
        Namespaces.ip("netns", "delete", namespace);
    }
}
