package org.kachehri.media.sfu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kachehri.media.congestion.Allocation;

/** Who is together: transports and the sources they publish, by id. Not thread-safe. */
final class Room {
    final String name;
    final List<TransportState> transports = new ArrayList<>();
    final Map<String, Source> sources = new LinkedHashMap<>();
    final Set<String> muted = new HashSet<>();
    /** Everybody who ever had a transport here, by peer. */
    final Map<String, Watch> watches = new HashMap<>();

    final Map<String, Allocation.Priority> priorities = new HashMap<>();

    final Voices voices = new Voices();
    boolean forwarding = true;

    /** Null when nobody records. */
    PacketTap tap;

    Room(String name) {
        this.name = name;
    }
}
