package org.kachehri.media.sfu;

import org.kachehri.media.rtp.RtpHeader;

/**
 * Seals what one receive batch holds for one subscriber back to back, so that it leaves as few GSO trains: the kernel's send path costs
 * more than the encryption, and a train takes it once. All segments of a train are equal but the last, which may be shorter; RTP padding
 * makes packets equal that nearly are. Audio goes first and in trains of its own, so it never waits for nor is padded like video.
 * Not thread-safe.
 */
final class TrainBuilder {
    /**
     * Packets of one video frame differ by one byte, and headers of two sources by the length of their MIDs. 8 bytes join those at no more
     * than 0.7 % of a video packet, 8 % of an audio packet.
     */
    static final int MAX_PADDING = 8;

    /** The kernel's UDP_MAX_SEGMENTS is 64 on older ones; a batch has fewer anyway. */
    private static final int MAX_SEGMENTS = 64;

    /** A train is one UDP message before it is cut (RFC 768, IPv4). */
    private static final int MAX_TRAIN_BYTES = 65_507;

    private final OutArena out;
    private final ShardCounters counters;
    private final boolean trains;
    private final int[] order = new int[Batch.CAPACITY];

    TrainBuilder(OutArena out, ShardCounters counters, boolean trains) {
        this.out = out;
        this.counters = counters;
        this.trains = trains;
    }

    /** Sends everything pending for this transport and leaves nothing pending. */
    void send(TransportState transport, OpenedBatch opened, long nowNanos) {
        sendKind(transport, opened, false, nowNanos);
        sendKind(transport, opened, true, nowNanos);
        transport.pending = 0;
    }

    private void sendKind(TransportState transport, OpenedBatch opened, boolean video, long nowNanos) {
        int count = 0;
        for (int i = 0; i < transport.pending; i++) {
            if (transport.pendingSubscription[i].source.video() == video) {
                order[count++] = i;
            }
        }
        int from = 0;
        while (from < count) {
            from = sendTrain(transport, opened, from, count, nowNanos);
        }
    }

    /** Sends one train that begins at {@code from}; returns where the next begins. */
    private int sendTrain(TransportState transport, OpenedBatch opened, int from, int count, long nowNanos) {
        int smallest = length(transport, opened, from);
        int largest = smallest;
        int overhead = transport.sender.overhead();
        int to = from + 1;
        boolean shorterLast = false;
        while (trains && to < count && to - from < MAX_SEGMENTS && !shorterLast) {
            int next = length(transport, opened, to);
            if (Math.max(largest, next) - Math.min(smallest, next) <= MAX_PADDING) {
                largest = Math.max(largest, next);
                smallest = Math.min(smallest, next);
            } else if (next < smallest) {
                shorterLast = true;
            } else {
                break;
            }
            if ((to - from + 1) * (largest + overhead) > MAX_TRAIN_BYTES) {
                break;
            }
            to++;
        }
        out.reserve((long) (to - from) * (largest + overhead));
        long start = out.position;
        for (int i = from; i < to; i++) {
            // A train of one has nothing to be equal to; the last of a train may be shorter.
            seal(transport, opened, order[i], i == to - 1 ? 0 : largest, nowNanos);
        }
        if (out.position > start) {
            counters.count(ShardCounters.Reason.TRAINS);
            out.train(transport, start, (int) Math.min(largest + overhead, out.position - start));
        }
        return to;
    }

    private int length(TransportState transport, OpenedBatch opened, int i) {
        int pending = order[i];
        Subscription subscription = transport.pendingSubscription[pending];
        return subscription.headerLength() + subscription.payloadLength(opened, transport.pendingPacket[pending]);
    }

    private void seal(TransportState transport, OpenedBatch opened, int pending, int target, long nowNanos) {
        Subscription subscription = transport.pendingSubscription[pending];
        int packet = transport.pendingPacket[pending];
        int stripped = subscription.stripped(opened, packet);
        long payload = opened.payloadOffset[packet] + stripped;
        int payloadLength = subscription.payloadLength(opened, packet);
        int padding = Math.max(0, target - subscription.headerLength() - payloadLength);
        int headerLength = subscription.writeHeader(
                out.bytes,
                out.position,
                opened.sequence[packet],
                opened.timestamp[packet],
                subscription.marker(opened, packet),
                padding > 0);
        if (opened.redundancy[packet] > stripped) {
            RtpHeader.payloadType(out.bytes, out.position, subscription.description.redPayloadType());
        }
        subscription.numberOnTransport(
                out.bytes,
                out.position,
                headerLength + payloadLength + padding + transport.sender.overhead(),
                nowNanos);
        PictureNumbers pictures = subscription.pictures;
        if (pictures != null) {
            pictures.write(opened.bytes, payload, payloadLength);
        }
        int sealed = transport.sender.seal(
                out.bytes, out.position, headerLength, opened.bytes, payload, payloadLength, padding);
        if (pictures != null) {
            pictures.restore(opened.bytes, payload, payloadLength);
        }
        if (sealed < 0) {
            counters.count(ShardCounters.Reason.DROPPED_SEAL);
            return;
        }
        out.position += sealed;
        subscription.sent(opened.sequence[packet], opened.timestamp[packet], payloadLength, nowNanos);
        counters.count(ShardCounters.Reason.FORWARDED);
        if (stripped > 0) {
            counters.count(ShardCounters.Reason.STRIPPED);
        }
    }
}
