package org.kachehri.identity.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What of this server stays open under a sign-in and has to close with it: WebSockets, which no further request would end. Any thread.
 * Bounded by the open WebSockets: each takes its own away when it closes.
 */
final class SignInEnds {
    private final Map<String, List<Runnable>> open = new ConcurrentHashMap<>();

    /** @return takes it away again */
    Runnable add(String signInId, Runnable close) {
        open.compute(signInId, (id, present) -> {
            List<Runnable> list = present == null ? new CopyOnWriteArrayList<>() : present;
            list.add(close);
            return list;
        });
        return () -> open.computeIfPresent(signInId, (id, list) -> {
            list.remove(close);
            return list.isEmpty() ? null : list;
        });
    }

    /** Under which sign-ins something is open. */
    Set<String> open() {
        return Set.copyOf(open.keySet());
    }

    /** Call it when the end is committed. */
    void ended(Collection<String> signInIds) {
        for (String id : signInIds) {
            List<Runnable> closing = open.remove(id);
            if (closing != null) {
                closing.forEach(Runnable::run);
            }
        }
    }
}
