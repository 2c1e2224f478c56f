package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.kachehri.media.congestion.FeedbackBuilder;
import org.kachehri.media.sfu.ShardCounters.Reason;

/** Rooms, transports, sources and subscriptions, and the commands that change them. Not thread-safe. */
final class Rooms {
    /** A browser publishes microphone, camera, screen and document camera; hardware may bring a few more. */
    private static final int MAX_SOURCES = 32;

    /** A room of 60 people with four sources each. */
    private static final int MAX_SUBSCRIPTIONS = 256;

    /** SSRCs of one transport over its life: every seat taken anew three times. Each keeps 80 bytes. */
    private static final int MAX_STREAMS = 1024;

    private final ShardSettings settings;
    private final RandomGenerator random;
    private final IceChecks ice;
    private final Reports reports;
    private final Handshakes handshakes;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final SendSlots slots;
    final Watches watches = new Watches();
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<Integer, TransportState> byId = new HashMap<>();
    private final List<TransportState> transports = new ArrayList<>();

    Rooms(
            ShardSettings settings,
            RandomGenerator random,
            IceChecks ice,
            Reports reports,
            Handshakes handshakes,
            ShardCounters counters,
            Deadline deadline,
            Arena arena) {
        this.settings = settings;
        this.random = random;
        this.ice = ice;
        this.reports = reports;
        this.handshakes = handshakes;
        this.counters = counters;
        this.deadline = deadline;
        slots = new SendSlots(arena, settings.sendCacheSlots());
    }

    List<TransportState> transports() {
        return transports;
    }

    /** How many rooms are open. */
    int open() {
        return rooms.size();
    }

    Holdings holdings(int addresses) {
        int sources = 0;
        int subscriptions = 0;
        for (TransportState transport : transports) {
            sources += transport.sources.size();
            subscriptions += transport.subscriptions.size();
        }
        return new Holdings(
                rooms.size(),
                transports.size(),
                ice.names(),
                addresses,
                handshakes.running(),
                sources,
                subscriptions,
                slots.taken());
    }

    /** Tells who speaks in each room; answers when it is to be called again. */
    long tellSpeakers(long nowNanos, Effects effects) {
        long earliest = Long.MAX_VALUE;
        for (Room room : rooms.values()) {
            if (nowNanos >= room.voices.deadlineNanos()) {
                room.voices.tell(nowNanos, effects);
            }
            earliest = Math.min(earliest, room.voices.deadlineNanos());
        }
        return earliest;
    }

    /** The transport with this number, or null. */
    TransportState transport(int id) {
        return byId.get(id);
    }

    void execute(long nowNanos, ShardCommand command, Effects effects) {
        String refusal =
                switch (command) {
                    case ShardCommand.OpenRoom open -> openRoom(open);
                    case ShardCommand.CloseRoom close -> closeRoom(nowNanos, close, effects);
                    case ShardCommand.OpenTransport open -> openTransport(nowNanos, open);
                    case ShardCommand.CloseTransport close -> closeTransport(nowNanos, close, effects);
                    case ShardCommand.RestartIce restart ->
                        ice.restart(byId.get(restart.transport()), restart.local(), restart.remote());
                    case ShardCommand.Publish publish -> publish(nowNanos, publish);
                    case ShardCommand.Unpublish unpublish -> unpublish(unpublish);
                    case ShardCommand.Subscribe subscribe -> subscribe(nowNanos, subscribe);
                    case ShardCommand.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
                    case ShardCommand.View view -> view(nowNanos, view, effects);
                    case ShardCommand.Rank rank -> rank(rank);
                    case ShardCommand.Mute mute -> mute(nowNanos, mute);
                    case ShardCommand.Forwarding forwarding -> forwarding(nowNanos, forwarding);
                    case ShardCommand.Tap tap -> tap(nowNanos, tap);
                    case ShardCommand.OnPeer order -> {
                        order.told().accept(watches.obey(rooms.get(order.room()), rooms.values(), order));
                        yield null;
                    }
                    case ShardCommand.DtlsOutbound outbound ->
                        handshakes.outbound(byId.get(outbound.transport()), outbound.bytes());
                    case ShardCommand.DtlsKeys keys -> dtlsKeys(nowNanos, keys, effects);
                    case ShardCommand.DtlsFailed failed ->
                        handshakes.failed(byId.get(failed.transport()), failed.reason(), effects);
                };
        if (refusal != null) {
            counters.count(Reason.COMMAND_REFUSED);
            effects.emit(new ShardEvent.CommandRefused(command, refusal));
        }
    }

    private String openRoom(ShardCommand.OpenRoom command) {
        if (rooms.size() >= settings.maxRooms() && !rooms.containsKey(command.room())) {
            return "too many rooms";
        }
        rooms.computeIfAbsent(command.room(), Room::new);
        return null;
    }

    private String closeRoom(long nowNanos, ShardCommand.CloseRoom command, Effects effects) {
        Room room = rooms.remove(command.room());
        if (room == null) {
            return "no such room";
        }
        for (TransportState transport : List.copyOf(room.transports)) {
            release(nowNanos, transport, "room closed", effects);
        }
        return null;
    }

    private String openTransport(long nowNanos, ShardCommand.OpenTransport command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return "no such room";
        }
        if (byId.containsKey(command.transport())) {
            return null;
        }
        if (transports.size() >= settings.maxTransports()) {
            return "too many transports";
        }
        if (ice.knows(command.local().ufrag())) {
            return "ufrag in use";
        }
        TransportState transport = new TransportState(command, room, random.nextInt() & 0xFFFF_FFFFL, nowNanos);
        byId.put(transport.id, transport);
        transports.add(transport);
        room.transports.add(transport);
        ice.add(transport);
        deadline.lower(nowNanos + settings.silentNanos());
        return null;
    }

    private String closeTransport(long nowNanos, ShardCommand.CloseTransport command, Effects effects) {
        TransportState transport = byId.get(command.transport());
        if (transport == null) {
            return "no such transport";
        }
        release(nowNanos, transport, "closed", effects);
        return null;
    }

    /** The end of a transport, however it came. */
    void release(long nowNanos, TransportState transport, String reason, Effects effects) {
        for (Source source : List.copyOf(transport.sources)) {
            remove(source);
        }
        for (Subscription subscription : List.copyOf(transport.subscriptions.values())) {
            remove(subscription);
        }
        handshakes.end(transport);
        ice.remove(transport);
        if (transport.connected()) {
            transport.sender.close();
            transport.receiver.close();
            transport.sender = null;
            transport.receiver = null;
        }
        byId.remove(transport.id);
        transports.remove(transport);
        transport.room.transports.remove(transport);
        deadline.lower(nowNanos);
        effects.emit(new ShardEvent.TransportReleased(transport.id, reason));
    }

    private String publish(long nowNanos, ShardCommand.Publish command) {
        TransportState transport = byId.get(command.transport());
        if (transport == null) {
            return "no such transport";
        }
        for (SourceDescription description : command.sources()) {
            Source known = transport.room.sources.get(description.id());
            if (known != null) {
                remove(known);
            }
            if (transport.sources.size() >= MAX_SOURCES) {
                return "too many sources";
            }
            add(nowNanos, new Source(description, transport, transport.room));
        }
        return null;
    }

    private void add(long nowNanos, Source source) {
        TransportState transport = source.transport;
        Room room = source.room;
        String id = source.description.id();
        source.muted = room.muted.contains(id);
        source.priority = room.priorities.getOrDefault(id, source.priority);
        room.sources.put(id, source);
        transport.sources.add(source);
        room.voices.join(source, nowNanos);
        int transportWide = source.description.extensions().transportWide();
        if (transportWide > 0 && transport.feedback == null) {
            transport.feedback = new FeedbackBuilder();
            transport.transportWideExtension = transportWide;
        }
        for (Layer layer : source.layers) {
            if (layer.ssrc >= 0) {
                transport.layerBySsrc.put(layer.ssrc, layer);
            }
            if (layer.rtxSsrc >= 0) {
                transport.layerBySsrc.put(layer.rtxSsrc, layer);
            }
        }
        for (TransportState other : room.transports) {
            Subscription waiting = other.subscriptions.get(id);
            if (waiting != null) {
                source.add(waiting, slots, counters);
            }
        }
        if (room.tap != null) {
            introduce(source);
        }
        requestKeyframes(nowNanos, source);
        deadline.lower(nowNanos);
    }

    private static void introduce(Source source) {
        for (Layer layer : source.layers) {
            source.room.tap.source(layer.described);
        }
    }

    /** Of every layer that somebody waits for; the recorder hears all. */
    private void requestKeyframes(long nowNanos, Source source) {
        for (Layer layer : source.layers) {
            boolean wanted = source.room.tap != null;
            for (int i = 0; i < source.subscriptionCount(); i++) {
                wanted |= source.subscription(i).target() == layer;
            }
            if (wanted) {
                requestKeyframe(nowNanos, layer);
            }
        }
    }

    private void requestKeyframe(long nowNanos, Layer layer) {
        if (layer.source.video() && layer.keyframes.request(nowNanos)) {
            reports.keyframeRequest(layer);
        }
        deadline.lower(layer.deadlineNanos());
    }

    /** Chooses its layer anew and asks for the key frame with which it begins. */
    void aim(long nowNanos, Subscription subscription) {
        if (subscription.aim()) {
            requestKeyframe(nowNanos, subscription.target());
        }
    }

    /** Shares a subscriber's line among what it shows. */
    void share(long nowNanos, TransportState transport) {
        LineShare.share(nowNanos, transport);
        for (Subscription subscription : transport.subscriptions.values()) {
            aim(nowNanos, subscription);
        }
    }

    private String unpublish(ShardCommand.Unpublish command) {
        TransportState transport = byId.get(command.transport());
        Source source = transport == null ? null : transport.room.sources.get(command.sourceId());
        if (source == null || source.transport != transport) {
            return "no such source";
        }
        remove(source);
        return null;
    }

    /** Its subscriptions stay and wait for it to be published again. */
    private void remove(Source source) {
        for (int i = 0; i < source.subscriptionCount(); i++) {
            reports.goodbye(source.subscription(i));
        }
        source.release();
        source.room.voices.leave(source);
        source.room.sources.remove(source.description.id());
        source.transport.sources.remove(source);
        for (Layer layer : source.layers) {
            source.transport.layerBySsrc.remove(layer.ssrc);
            source.transport.layerBySsrc.remove(layer.rtxSsrc);
        }
    }

    private String subscribe(long nowNanos, ShardCommand.Subscribe command) {
        TransportState transport = byId.get(command.transport());
        if (transport == null) {
            return "no such transport";
        }
        for (SubscriptionDescription description : command.subscriptions()) {
            Subscription known = transport.subscriptions.get(description.sourceId());
            if (known != null && known.description.equals(description)) {
                continue;
            }
            if (known != null) {
                remove(known);
            }
            if (transport.subscriptionBySsrc.find(description.ssrc()) != null) {
                return "SSRC in use";
            }
            if (transport.subscriptions.size() >= MAX_SUBSCRIPTIONS || transport.outgoing.size() >= MAX_STREAMS) {
                return "too many subscriptions";
            }
            add(nowNanos, transport, description);
        }
        return null;
    }

    private void add(long nowNanos, TransportState transport, SubscriptionDescription description) {
        OutgoingStream stream = transport.outgoing.computeIfAbsent(
                description.ssrc(), ssrc -> new OutgoingStream(ssrc, random.nextLong()));
        Subscription subscription = new Subscription(description, transport, stream);
        transport.subscriptions.put(description.sourceId(), subscription);
        transport.subscriptionBySsrc.put(description.ssrc(), subscription);
        if (subscription.numberedOnTransport() && transport.line == null) {
            transport.line = new Line(settings.startBitsPerSecond());
        }
        Source source = transport.room.sources.get(description.sourceId());
        if (source != null) {
            source.add(subscription, slots, counters);
            if (transport.ready()) {
                requestKeyframe(nowNanos, subscription.target());
            }
        }
    }

    private String unsubscribe(ShardCommand.Unsubscribe command) {
        TransportState transport = byId.get(command.transport());
        if (transport == null) {
            return "no such transport";
        }
        for (String sourceId : command.sourceIds()) {
            Subscription subscription = transport.subscriptions.get(sourceId);
            if (subscription != null) {
                reports.goodbye(subscription);
                remove(subscription);
            }
        }
        return null;
    }

    private void remove(Subscription subscription) {
        if (subscription.source != null) {
            subscription.source.remove(subscription);
        }
        subscription.transport.subscriptions.remove(subscription.description.sourceId());
        subscription.transport.subscriptionBySsrc.remove(subscription.description.ssrc());
    }

    private String view(long nowNanos, ShardCommand.View command, Effects effects) {
        TransportState transport = byId.get(command.transport());
        Subscription subscription = transport == null ? null : transport.subscriptions.get(command.sourceId());
        if (subscription == null) {
            return "no such subscription";
        }
        subscription.show(command.height());
        if (transport.judged()) {
            share(nowNanos, transport);
        } else {
            aim(nowNanos, subscription);
        }
        if (subscription.source != null && subscription.source.needs != null) {
            subscription.source.needs.update(nowNanos, effects);
        }
        return null;
    }

    private String rank(ShardCommand.Rank command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return "no such room";
        }
        room.priorities.put(command.sourceId(), command.priority());
        Source source = room.sources.get(command.sourceId());
        if (source != null) {
            source.priority = command.priority();
        }
        return null;
    }

    private String mute(long nowNanos, ShardCommand.Mute command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return "no such room";
        }
        boolean changed = command.muted() ? room.muted.add(command.sourceId()) : room.muted.remove(command.sourceId());
        Source source = room.sources.get(command.sourceId());
        if (changed && source != null) {
            source.muted = command.muted();
            pauseOrResume(nowNanos, source);
        }
        return null;
    }

    private String forwarding(long nowNanos, ShardCommand.Forwarding command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return "no such room";
        }
        if (room.forwarding != command.on()) {
            room.forwarding = command.on();
            for (Source source : room.sources.values()) {
                pauseOrResume(nowNanos, source);
            }
        }
        return null;
    }

    private void pauseOrResume(long nowNanos, Source source) {
        if (source.muted || !source.room.forwarding) {
            source.pause();
        } else {
            source.resume();
            requestKeyframes(nowNanos, source);
        }
    }

    private String tap(long nowNanos, ShardCommand.Tap command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return "no such room";
        }
        room.tap = command.tap();
        if (room.tap != null) {
            for (Source source : room.sources.values()) {
                introduce(source);
                requestKeyframes(nowNanos, source);
            }
        }
        return null;
    }

    private String dtlsKeys(long nowNanos, ShardCommand.DtlsKeys command, Effects effects) {
        TransportState transport = byId.get(command.transport());
        String refusal = handshakes.succeeded(nowNanos, transport, command.keys(), effects);
        if (refusal == null) {
            for (Subscription subscription : transport.subscriptions.values()) {
                if (subscription.target() != null) {
                    requestKeyframe(nowNanos, subscription.target());
                }
            }
        }
        return refusal;
    }

    void close() {
        for (TransportState transport : transports) {
            if (transport.connected()) {
                transport.sender.close();
                transport.receiver.close();
            }
        }
        transports.clear();
        byId.clear();
        rooms.clear();
    }
}
