package org.kachehri.signaling.bridge;

import java.util.function.Consumer;

/** The port through which signaling speaks to media. */
public interface MediaBridge {
    /**
     * Opens an empty, silent room.
     *
     * @param room unique while it is open
     * @param listener hears what happens in the room: offers on the thread that caused them, everything else on the bridge's own
     *     thread; must not block
     */
    BridgeRoom open(String room, Consumer<BridgeEvent> listener);
}
