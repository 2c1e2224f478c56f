package org.kachehri.signaling.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.kachehri.media.congestion.Allocation.Priority;
import org.kachehri.media.sfu.PacketTap;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.SourceDescription;

/** One room: who is inside, what they publish, what each is offered. Owned by the reception's thread. */
final class EmbeddedRoom implements BridgeRoom {
    /** The bound of a reception's seats; whoever asks for more is a bug above. */
    private static final int MOST_PARTICIPANTS = 24;

    private final String name;
    private final Consumer<BridgeEvent> listener;
    private final EmbeddedBridge bridge;
    private final Map<String, Publishing> publishing = new LinkedHashMap<>();
    private final Map<String, Subscribing> subscribing = new LinkedHashMap<>();
    private final Set<String> inside = new LinkedHashSet<>();
    private final Set<String> silenced = new LinkedHashSet<>();

    /** Bits a second by participant; as many as are told of, at most one a seat. */
    private final Map<String, Long> lineStarts = new HashMap<>();

    EmbeddedRoom(String name, Consumer<BridgeEvent> listener, EmbeddedBridge bridge) {
        this.name = name;
        this.listener = listener;
        this.bridge = bridge;
    }

    @Override
    public PublishOutcome publish(String participant, String offer, List<PublishedSource> sources) {
        PublishOffer read = PublishOffer.read(offer, sources);
        if (read.refusal() != null) return new PublishOutcome.Refused(read.refusal());
        if (!publishing.containsKey(participant) && publishing.size() >= MOST_PARTICIPANTS) {
            return new PublishOutcome.Refused("the room is full");
        }
        Publishing current = publishing.get(participant);
        if (current != null && current.sameConnection(read)) {
            if (!current.lives()) {
                publishing.remove(participant);
                if (inside.contains(participant)) offerEverybody();
                return new PublishOutcome.Gone();
            }
            current.follow(read);
        } else {
            if (current != null) current.close();
            current = new Publishing(name, participant, read, listener, bridge);
            publishing.put(participant, current);
        }
        String answer = current.answer(read);
        if (inside.contains(participant)) {
            describe(current);
            offerEverybody();
        }
        return new PublishOutcome.Answered(answer);
    }

    @Override
    public SubscribedOutcome subscribed(String participant, String answer, int generation) {
        Subscribing current = subscribing.get(participant);
        if (current == null) return new SubscribedOutcome.OutOfOrder();
        return current.answered(answer, generation);
    }

    @Override
    public void view(String participant, View view) {
        Subscribing current = subscribing.get(participant);
        if (current != null) current.view(view.purpose().sourceOf(view.participant()), view.height());
    }

    @Override
    public void restart(String participant) {
        Subscribing current = subscribing.get(participant);
        if (current != null && !current.restart()) {
            current.reset();
            offer(participant);
        }
    }

    @Override
    public void rank(String participant, Rank rank) {
        Priority face =
                switch (rank) {
                    case CHAIR -> Priority.CHAIR;
                    case CITIZEN -> Priority.CITIZEN;
                    case OTHER -> Priority.OTHER;
                };
        bridge.plane().submit(new ShardCommand.Rank(name, Purpose.CAMERA.sourceOf(participant), face));
        for (Purpose shown : List.of(Purpose.DOCUMENT, Purpose.SCREEN)) {
            bridge.plane()
                    .submit(new ShardCommand.Rank(name, shown.sourceOf(participant), Priority.DOCUMENT_OR_SCREEN));
        }
    }

    @Override
    public void lineStart(String participant, long bitsPerSecond) {
        lineStarts.put(participant, bitsPerSecond);
    }

    @Override
    public void enter(String participant) {
        if (!inside.add(participant)) return;
        Publishing own = publishing.get(participant);
        if (own != null) describe(own);
        offerEverybody();
    }

    @Override
    public void leave(String participant) {
        if (!inside.remove(participant)) return;
        Publishing own = publishing.get(participant);
        if (own != null) own.withdraw();
        offerEverybody();
    }

    @Override
    public void release(String participant) {
        Publishing own = publishing.remove(participant);
        if (own != null) own.close();
        Subscribing subscriptions = subscribing.get(participant);
        if (subscriptions != null) subscriptions.reset();
        if (inside.contains(participant)) offerEverybody();
    }

    @Override
    public void silence(String participant, boolean on) {
        if (on) silenced.add(participant);
        else silenced.remove(participant);
        for (Purpose sound : Purpose.SOUNDS) {
            bridge.plane().submit(new ShardCommand.Mute(name, sound.sourceOf(participant), on));
        }
    }

    @Override
    public void forward(boolean on) {
        bridge.plane().submit(new ShardCommand.Forwarding(name, on));
    }

    @Override
    public void tap(PacketTap tap) {
        bridge.plane().submit(new ShardCommand.Tap(name, tap));
    }

    @Override
    public void close() {
        publishing.values().forEach(Publishing::close);
        subscribing.values().forEach(Subscribing::reset);
        publishing.clear();
        subscribing.clear();
        inside.clear();
        bridge.closed(name);
        bridge.plane().submit(new ShardCommand.CloseRoom(name));
    }

    private void describe(Publishing own) {
        own.describe(silenced.contains(own.participant()));
    }

    private void offerEverybody() {
        subscribing.keySet().forEach(this::offer);
        // Whoever has just come in isn't among them yet.
        for (String participant : List.copyOf(inside)) {
            if (!subscribing.containsKey(participant)) offer(participant);
        }
    }

    private void offer(String participant) {
        Map<String, SourceDescription> wanted = new LinkedHashMap<>();
        if (inside.contains(participant)) {
            for (String other : inside) {
                if (other.equals(participant)) continue;
                Publishing theirs = publishing.get(other);
                if (theirs != null) theirs.sources().forEach(source -> wanted.put(source.id(), source));
            }
        }
        Subscribing current = subscribing.get(participant);
        if (current == null) {
            if (wanted.isEmpty()) return;
            current = new Subscribing(name, participant, lineStarts.getOrDefault(participant, 0L), listener, bridge);
            subscribing.put(participant, current);
        }
        current.want(new ArrayList<>(wanted.values()));
    }
}
