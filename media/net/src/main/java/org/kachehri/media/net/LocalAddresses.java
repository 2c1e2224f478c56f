package org.kachehri.media.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The addresses under which browsers may find the socket: what goes into the description as host candidates. */
final class LocalAddresses {

    /** A browser pairs each with each of its own; machines with more interfaces than this are told what to offer. */
    private static final int MAX_ADDRESSES = 8;

    private LocalAddresses() {}

    static List<String> of(NetSettings settings) {
        if (settings.publicAddresses().isEmpty()) {
            return own(settings);
        }
        return settings.publicAddresses().stream()
                .flatMap(address -> address.equals(NetSettings.LOCAL) ? own(settings).stream() : Stream.of(address))
                .distinct()
                .toList();
    }

    private static List<String> own(NetSettings settings) {
        InetAddress bound = settings.bindInetAddress();
        if (!bound.isAnyLocalAddress()) {
            return List.of(settings.bindAddress());
        }
        boolean fourthOnly = bound instanceof Inet4Address;
        List<String> addresses = new ArrayList<>();
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            for (NetworkInterface each : interfaces.toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses()
                            .filter(address -> address instanceof Inet4Address || !fourthOnly)
                            .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                            .map(LocalAddresses::literal)
                            .forEach(addresses::add);
                }
            }
        } catch (SocketException e) {
            // Not a reason to stay down: the loopback addresses are known, and public addresses can be configured.
            System.getLogger(LocalAddresses.class.getName())
                    .log(System.Logger.Level.WARNING, "the machine's network interfaces can't be listed", e);
        }
        List<String> offered = new ArrayList<>(addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size())));
        offered.add("127.0.0.1");
        if (!fourthOnly) {
            offered.add("::1");
        }
        return List.copyOf(offered);
    }

    /** Without the scope that the JDK appends (%eth0): a candidate has none. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
