package org.kachehri.media.sfu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.SequenceExtender;
import org.kachehri.media.sfu.ShardCounters.Reason;
import org.kachehri.media.transport.SrtpSender;

/**
 * Answers a subscriber's NACK from the source's send cache by RTX (RFC 4588), and fills probes of its line. Only by RTX: the same packet must not be
 * sealed twice. Not thread-safe.
 */
final class Retransmissions {
    /** 20 packets are two frames; who misses more is better served by a key frame, and a forged NACK costs no more than this. */
    private static final int MAX_PACKETS_A_NACK = 20;

    private static final int ORIGINAL_SEQUENCE_LENGTH = 2;
    private static final int MASK_BITS = 16;

    /** RFC 3550 section 5.1: the last byte counts it. */
    private static final int MAX_PADDING = 255;

    private final OutArena out;
    private final ShardCounters counters;
    private final MemorySegment payload;
    private int answered;

    Retransmissions(OutArena out, ShardCounters counters, Arena arena) {
        this.out = out;
        this.counters = counters;
        payload = arena.allocate(ORIGINAL_SEQUENCE_LENGTH + SendSlots.SLOT_BYTES, 8);
    }

    /** One NACK packet about this subscription. */
    void requested(long nowNanos, Subscription subscription, MemorySegment rtcp, long at) {
        counters.count(Reason.NACK_RECEIVED);
        if (!subscription.retransmits()) {
            counters.count(Reason.NACK_WITHOUT_RTX);
            return;
        }
        answered = 0;
        int items = Nack.items(rtcp, at);
        for (int item = 0; item < items; item++) {
            int first = Nack.packetId(rtcp, at, item);
            int mask = Nack.mask(rtcp, at, item);
            send(nowNanos, subscription, first);
            for (int bit = 0; bit < MASK_BITS; bit++) {
                if ((mask & 1 << bit) != 0) {
                    send(nowNanos, subscription, first + 1 + bit & 0xFFFF);
                }
            }
        }
    }

    /**
     * Sends about so many bytes more than the subscriber needs, to learn whether its line bears them: packets of nothing but padding, which
     * a receiver counts and throws away. Small ones, because on a line that doesn't bear them a voice waits behind each.
     */
    void probe(long nowNanos, TransportState transport, int bytes) {
        Subscription subscription = probeable(transport);
        for (int left = bytes; subscription != null && left > 0; left -= MAX_PADDING) {
            pad(nowNanos, subscription);
        }
    }

    private static Subscription probeable(TransportState transport) {
        for (Subscription subscription : transport.subscriptions.values()) {
            if (subscription.retransmits()) {
                return subscription;
            }
        }
        return null;
    }

    private void pad(long nowNanos, Subscription subscription) {
        SrtpSender sender = subscription.transport.sender;
        out.reserve(subscription.headerLength() + MAX_PADDING + sender.overhead());
        long start = out.position;
        int headerLength = subscription.writePaddingHeader(out.bytes, start);
        subscription.numberOnTransport(out.bytes, start, headerLength + MAX_PADDING + sender.overhead(), nowNanos);
        if (leave(
                subscription.transport,
                start,
                sender.seal(out.bytes, start, headerLength, payload, 0, 0, MAX_PADDING))) {
            counters.count(Reason.PROBED);
        }
    }

    private void send(long nowNanos, Subscription subscription, int sequenceNumber) {
        Layer layer = subscription.numbering.current();
        long outSequence = SequenceExtender.nearest(subscription.out.highest, sequenceNumber);
        long sequence = subscription.numbering.layerSequence(outSequence);
        int entry = sequence < 0 || layer.cache == null ? -1 : layer.cache.find(sequence);
        if (entry < 0) {
            counters.count(Reason.NACK_NOT_CACHED);
        } else if (subscription.repeats.justNow(sequence, nowNanos, subscription.transport.roundTripNanos)) {
            counters.count(Reason.NACK_TOO_SOON);
        } else if (answered == MAX_PACKETS_A_NACK
                || !subscription.repeats.spend(layer.cache.payloadLength(entry) + ORIGINAL_SEQUENCE_LENGTH)) {
            counters.count(Reason.NACK_OVER_BUDGET);
        } else {
            subscription.repeats.remember(sequence, nowNanos);
            answered++;
            seal(nowNanos, subscription, layer.cache, entry, sequence, sequenceNumber);
        }
    }

    private void seal(
            long nowNanos, Subscription subscription, SendCache cache, int entry, long sequence, int sequenceNumber) {
        TransportState transport = subscription.transport;
        int kept = subscription.payloadLength(
                sequence, cache.payload(entry), cache.payloadOffset(entry), cache.payloadLength(entry));
        int length = ORIGINAL_SEQUENCE_LENGTH + kept;
        NetworkBytes.putU16(payload, 0, sequenceNumber);
        MemorySegment.copy(
                cache.payload(entry),
                ValueLayout.JAVA_BYTE,
                cache.payloadOffset(entry),
                payload,
                ValueLayout.JAVA_BYTE,
                ORIGINAL_SEQUENCE_LENGTH,
                kept);
        boolean marker = subscription.marker(sequence, payload, ORIGINAL_SEQUENCE_LENGTH, kept, cache.marker(entry));
        if (subscription.pictures != null) {
            subscription.pictures.write(payload, ORIGINAL_SEQUENCE_LENGTH, kept);
        }
        out.reserve(subscription.headerLength() + length + transport.sender.overhead());
        long start = out.position;
        int headerLength = subscription.writeHeader(out.bytes, start, sequence, cache.timestamp(entry), marker, false);
        subscription.makeRetransmission(out.bytes, start);
        subscription.numberOnTransport(out.bytes, start, headerLength + length + transport.sender.overhead(), nowNanos);
        if (leave(transport, start, transport.sender.seal(out.bytes, start, headerLength, payload, 0, length, 0))) {
            counters.count(Reason.RETRANSMITTED);
        }
    }

    private boolean leave(TransportState transport, long start, int sealed) {
        if (sealed < 0) {
            counters.count(Reason.DROPPED_SEAL);
            return false;
        }
        out.position += sealed;
        out.datagram(transport, start);
        return true;
    }
}
