package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.kachehri.media.sfu.ShardCounters.Reason;

/** Rooms and transports, and where a shard's commands go. Not thread-safe. */
final class Rooms {
    static final String NO_ROOM = "no such room";
    static final String NO_TRANSPORT = "no such transport";

    private final ShardSettings settings;
    private final RandomGenerator random;
    private final IceChecks ice;
    private final Handshakes handshakes;
    private final ShardCounters counters;
    private final Deadline deadline;
    private final SendSlots slots;
    private final Streams streams;
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
        this.handshakes = handshakes;
        this.counters = counters;
        this.deadline = deadline;
        slots = new SendSlots(arena, settings.sendCacheSlots());
        streams = new Streams(settings, random, reports, counters, deadline, slots);
    }

    /** Their sources and subscriptions. */
    Streams streams() {
        return streams;
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
                    case ShardCommand.Publish publish ->
                        streams.publish(nowNanos, byId.get(publish.transport()), publish.sources());
                    case ShardCommand.Unpublish unpublish ->
                        streams.unpublish(byId.get(unpublish.transport()), unpublish.sourceId());
                    case ShardCommand.Subscribe subscribe ->
                        streams.subscribe(nowNanos, byId.get(subscribe.transport()), subscribe.subscriptions());
                    case ShardCommand.Unsubscribe unsubscribe ->
                        streams.unsubscribe(byId.get(unsubscribe.transport()), unsubscribe.sourceIds());
                    case ShardCommand.View view ->
                        streams.view(nowNanos, byId.get(view.transport()), view.sourceId(), view.height(), effects);
                    case ShardCommand.Rank rank ->
                        streams.rank(rooms.get(rank.room()), rank.sourceId(), rank.priority());
                    case ShardCommand.Mute mute ->
                        streams.mute(nowNanos, rooms.get(mute.room()), mute.sourceId(), mute.muted());
                    case ShardCommand.Forwarding forwarding ->
                        streams.forwarding(nowNanos, rooms.get(forwarding.room()), forwarding.on());
                    case ShardCommand.Tap tap -> streams.tap(nowNanos, rooms.get(tap.room()), tap.tap());
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
            return NO_ROOM;
        }
        for (TransportState transport : List.copyOf(room.transports)) {
            release(nowNanos, transport, "room closed", effects);
        }
        return null;
    }

    private String openTransport(long nowNanos, ShardCommand.OpenTransport command) {
        Room room = rooms.get(command.room());
        if (room == null) {
            return NO_ROOM;
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
            return NO_TRANSPORT;
        }
        release(nowNanos, transport, "closed", effects);
        return null;
    }

    /** The end of a transport, however it came. */
    void release(long nowNanos, TransportState transport, String reason, Effects effects) {
        streams.release(transport);
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

    private String dtlsKeys(long nowNanos, ShardCommand.DtlsKeys command, Effects effects) {
        TransportState transport = byId.get(command.transport());
        String refusal = handshakes.succeeded(nowNanos, transport, command.keys(), effects);
        if (refusal == null) {
            for (Subscription subscription : transport.subscriptions.values()) {
                if (subscription.target() != null) {
                    streams.requestKeyframe(nowNanos, subscription.target().layer);
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
