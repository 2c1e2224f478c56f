package org.kachehri.signaling.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kachehri.media.sfu.PacketTap;

/** A bridge without media, written by hand for tests of what stands above; held to {@link MediaBridgeContract}. */
public final class BridgeTwin implements MediaBridge {
    private final Map<String, CompletableFuture<TwinRoom>> rooms = new ConcurrentHashMap<>();

    @Override
    public BridgeRoom open(String room, Consumer<BridgeEvent> listener) {
        TwinRoom opened = new TwinRoom(listener);
        rooms.compute(room, (name, known) -> known == null || known.isDone() ? new CompletableFuture<>() : known)
                .complete(opened);
        return opened;
    }

    /** The room as it was opened last; waits for it, because a page may hear its welcome a moment before. */
    public TwinRoom room(String room) {
        return rooms.computeIfAbsent(room, name -> new CompletableFuture<>())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** What a test may look at from its own thread. */
    public static final class TwinRoom implements BridgeRoom {
        /** Orders in the order in which they came: {@code forward true}, {@code tap on}, {@code silence p1 true}, … */
        public final List<String> orders = new CopyOnWriteArrayList<>();

        public volatile boolean forwarding;
        public volatile PacketTap tap;
        private final Consumer<BridgeEvent> listener;
        private final Map<String, List<PublishedSource>> published = new LinkedHashMap<>();
        private final Map<String, Receiver> receivers = new LinkedHashMap<>();
        private final Set<String> inside = new LinkedHashSet<>();

        private TwinRoom(Consumer<BridgeEvent> listener) {
            this.listener = listener;
        }

        /** As if the media plane had said it. */
        public void happens(BridgeEvent event) {
            listener.accept(event);
        }

        @Override
        public PublishOutcome publish(String participant, String offer, List<PublishedSource> sources) {
            PublishOffer read = PublishOffer.read(offer, sources);
            if (read.refusal() != null) return new PublishOutcome.Refused(read.refusal());
            published.put(participant, sources);
            orders.add("publish " + participant);
            if (inside.contains(participant)) offerEverybody();
            return new PublishOutcome.Answered("v=0 answer to " + participant);
        }

        @Override
        public SubscribedOutcome subscribed(String participant, String answer, int generation) {
            Receiver receiver = receivers.get(participant);
            if (receiver == null || !receiver.underWay || receiver.generation != generation) {
                return new SubscribedOutcome.OutOfOrder();
            }
            receiver.underWay = false;
            offer(participant);
            return new SubscribedOutcome.Taken();
        }

        @Override
        public void view(String participant, View view) {
            orders.add("view " + participant + " " + view.purpose().sourceOf(view.participant()) + " " + view.height());
        }

        @Override
        public void restart(String participant) {
            orders.add("restart " + participant);
            Receiver receiver = receivers.get(participant);
            if (receiver == null || receiver.underWay) return;
            receiver.restarted = true;
            offer(participant);
        }

        @Override
        public void rank(String participant, Rank rank) {
            orders.add("rank " + participant + " " + rank);
        }

        @Override
        public void lineStart(String participant, long bitsPerSecond) {
            orders.add("line " + participant + " " + bitsPerSecond);
        }

        @Override
        public void enter(String participant) {
            if (!inside.add(participant)) return;
            orders.add("enter " + participant);
            offerEverybody();
        }

        @Override
        public void leave(String participant) {
            if (!inside.remove(participant)) return;
            orders.add("leave " + participant);
            offerEverybody();
        }

        @Override
        public void release(String participant) {
            orders.add("release " + participant);
            published.remove(participant);
            Receiver receiver = receivers.get(participant);
            if (receiver != null) receiver.reset();
            if (inside.contains(participant)) offerEverybody();
        }

        @Override
        public void silence(String participant, boolean on) {
            orders.add("silence " + participant + " " + on);
        }

        @Override
        public void forward(boolean on) {
            forwarding = on;
            orders.add("forward " + on);
        }

        @Override
        public void tap(PacketTap newTap) {
            tap = newTap;
            orders.add("tap " + (newTap == null ? "off" : "on"));
        }

        @Override
        public void close() {
            orders.add("close");
            inside.clear();
        }

        private void offerEverybody() {
            List<String> everybody = new ArrayList<>(inside);
            receivers.keySet().stream().filter(p -> !inside.contains(p)).forEach(everybody::add);
            everybody.forEach(this::offer);
        }

        private void offer(String participant) {
            Map<String, BridgeEvent.Stream> wanted = new LinkedHashMap<>();
            Receiver receiver = receivers.computeIfAbsent(participant, ignored -> new Receiver());
            if (inside.contains(participant)) {
                for (String other : inside) {
                    if (other.equals(participant)) continue;
                    for (PublishedSource source : published.getOrDefault(other, List.of())) {
                        String id = source.purpose().sourceOf(other);
                        String mid = receiver.mids.computeIfAbsent(id, ignored -> "s" + receiver.mids.size());
                        wanted.put(id, new BridgeEvent.Stream(mid, other, source.purpose()));
                    }
                }
            }
            if (receiver.underWay) return;
            if (!receiver.restarted && receiver.offered.equals(wanted.keySet())) return;
            receiver.restarted = false;
            receiver.offered = Set.copyOf(wanted.keySet());
            receiver.underWay = true;
            receiver.generation++;
            listener.accept(new BridgeEvent.SubscribeOffer(
                    participant, "v=0 offer", receiver.generation, List.copyOf(wanted.values())));
        }

        private static final class Receiver {
            private final Map<String, String> mids = new LinkedHashMap<>();
            private Set<String> offered = Set.of();
            private boolean underWay;
            private boolean restarted;
            private int generation;

            private void reset() {
                mids.clear();
                offered = Set.of();
                underWay = false;
            }
        }
    }
}
