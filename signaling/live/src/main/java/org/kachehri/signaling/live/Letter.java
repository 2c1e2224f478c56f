package org.kachehri.signaling.live;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kachehri.platform.http.SocketConnection;
import org.kachehri.signaling.bridge.BridgeEvent;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.reception.Message;
import org.kachehri.signaling.reception.Person;
import org.kachehri.signaling.reception.RoomAction;
import org.kachehri.signaling.reception.Step;

/** What lies in the mailbox of a reception. */
sealed interface Letter {
    record Hello(SocketConnection screen, Person person) implements Letter {}

    record Goodbye(SocketConnection screen) implements Letter {}

    record Command(SocketConnection screen, String id, RoomAction action, String target, String reason)
            implements Letter {}

    record Publish(SocketConnection screen, String sdp, List<BridgeRoom.PublishedSource> sources) implements Letter {}

    record Subscribed(SocketConnection screen, String sdp, int generation) implements Letter {}

    record View(SocketConnection screen, List<BridgeRoom.View> sources) implements Letter {}

    /** Its receiving connection has lost its way. */
    record Restart(SocketConnection screen) implements Letter {}

    record Sending(SocketConnection screen, String purpose, boolean on) implements Letter {}

    /** How much of the last while the pictures on this screen stood still. */
    record Played(SocketConnection screen, int spanMillis, int frozenMillis) implements Letter {}

    record FromBridge(BridgeEvent event) implements Letter {}

    /** From inside the program; the sender may wait for what came of it. */
    record Internal(Message message, CompletableFuture<Step> outcome) implements Letter {}

    record MinutesChanged(int paragraphs) implements Letter {}

    record Tick() implements Letter {}

    /** The program stops; nothing after this is read. */
    record Stop(CompletableFuture<Step> done) implements Letter {}
}
