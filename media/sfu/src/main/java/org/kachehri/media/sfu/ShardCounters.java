package org.kachehri.media.sfu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a shard counted since it began, by reason: every packet that isn't forwarded is in one of them. Written by the shard's
 * thread alone, readable by any.
 */
@SuppressWarnings("EnumOrdinal")
public final class ShardCounters {
    /** Why something was counted. */
    public enum Reason {
        /** Datagrams of any kind, and their bytes. */
        RECEIVED,
        BYTES_RECEIVED,
        /** What was handed to the sockets, control packets and handshakes included. */
        BYTES_SENT,
        FORWARDED,
        /** Of those, sound that left without the redundancy with which it came. */
        STRIPPED,
        TRAINS,
        /** Waited for its turn in a queue. */
        PACED,
        TAPPED,
        RETRANSMITTED,
        REPAIRED,
        NACK_SENT,
        NACK_RECEIVED,
        KEYFRAME_REQUEST_SENT,
        KEYFRAME_REQUEST_RECEIVED,
        /** Lost on purpose, by an operator's order: from peers, and to them. */
        DROPPED_INJECTED_RECEIVING,
        DROPPED_INJECTED_SENDING,
        DROPPED_UNKNOWN_KIND,
        DROPPED_UNKNOWN_ADDRESS,
        DROPPED_STUN_MALFORMED,
        DROPPED_STUN_UNKNOWN_USER,
        DROPPED_STUN_INTEGRITY,
        DROPPED_STUN_OTHER,
        DROPPED_DTLS_NO_CHECK,
        DROPPED_DTLS_TOO_MANY,
        DROPPED_DTLS_FAILED,
        DROPPED_BEFORE_KEYS,
        /** One transport sent more than any browser does. */
        DROPPED_OVER_ALLOWANCE,
        DROPPED_SRTP_AUTHENTICATION,
        DROPPED_SRTP_REPLAY,
        DROPPED_SRTP_OTHER,
        DROPPED_RTP_MALFORMED,
        DROPPED_RTP_UNKNOWN_SOURCE,
        DROPPED_RTP_PAYLOAD_TYPE,
        /** Redundant sound whose blocks don't add up, or hold something else than the source's codec. */
        DROPPED_RED_MALFORMED,
        DROPPED_RTX_EMPTY,
        DROPPED_DUPLICATE,
        DROPPED_TOO_OLD,
        DROPPED_MUTED,
        DROPPED_PAUSED,
        DROPPED_BEFORE_RESUME,
        DROPPED_WAITING_FOR_KEYFRAME,
        DROPPED_OTHER_LAYER,
        DROPPED_NOT_SHOWN,
        DROPPED_SUBSCRIBER_NOT_READY,
        DROPPED_BEFORE_START,
        DROPPED_QUEUE_FULL,
        DROPPED_QUEUE_LATE,
        DROPPED_SEAL,
        DROPPED_RTCP_MALFORMED,
        DROPPED_RTCP_UNKNOWN,
        PROBED,
        FEEDBACK_SENT,
        FEEDBACK_RECEIVED,
        FEEDBACK_REFUSED,
        NACK_NOT_CACHED,
        NACK_TOO_SOON,
        NACK_OVER_BUDGET,
        NACK_WITHOUT_RTX,
        MISSING_GIVEN_UP,
        NOT_CACHED_TOO_LARGE,
        NOT_CACHED_POOL_EMPTY,
        COMMAND_REFUSED
    }

    private volatile int rooms;
    private volatile int transports;
    private final AtomicLongArray counts = new AtomicLongArray(Reason.values().length);

    void add(Reason reason, long many) {
        int i = reason.ordinal();
        counts.setOpaque(i, counts.getPlain(i) + many);
    }

    void count(Reason reason) {
        add(reason, 1);
    }

    /** How many there are now, told after each command and each timer. */
    void levels(int nowRooms, int nowTransports) {
        rooms = nowRooms;
        transports = nowTransports;
    }

    /** Rooms open now. */
    public int rooms() {
        return rooms;
    }

    /** Peer connections open now. */
    public int transports() {
        return transports;
    }

    public long of(Reason reason) {
        return counts.getOpaque(reason.ordinal());
    }
}
