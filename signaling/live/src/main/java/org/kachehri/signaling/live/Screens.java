package org.kachehri.signaling.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kachehri.platform.http.SocketConnection;

/** Which open socket belongs to which seat; one a seat, the newest. Owned by the reception's thread. */
final class Screens {
    private final Map<String, SocketConnection> bySeat = new LinkedHashMap<>();

    /** The screen that had the seat before is told and closed. */
    void take(String seat, SocketConnection screen) {
        SocketConnection before = bySeat.put(seat, screen);
        if (before != null && before != screen) {
            before.send(Wire.bye("REPLACED"));
            before.close(SocketConnection.NORMAL, "replaced");
        }
    }

    Optional<String> seatOf(SocketConnection screen) {
        return bySeat.entrySet().stream()
                .filter(entry -> entry.getValue() == screen)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void gone(String seat) {
        bySeat.remove(seat);
    }

    void send(String seat, String message) {
        SocketConnection screen = bySeat.get(seat);
        if (screen != null) screen.send(message);
    }

    /** @param message what each seat is told */
    void sendAll(Function<String, String> message) {
        bySeat.forEach((seat, screen) -> screen.send(message.apply(seat)));
    }

    void dismiss(String cause, int code) {
        List<SocketConnection> all = new ArrayList<>(bySeat.values());
        bySeat.clear();
        for (SocketConnection screen : all) {
            screen.send(Wire.bye(cause));
            screen.close(code, cause);
        }
    }

    boolean empty() {
        return bySeat.isEmpty();
    }
}
