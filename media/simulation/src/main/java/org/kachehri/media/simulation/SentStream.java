package org.kachehri.media.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.kachehri.media.rtp.HeaderExtensions;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.rtp.Nack;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.rtp.RtpHeader;
import org.kachehri.media.rtp.SenderReport;
import org.kachehri.media.sfu.SourceDescription;

/**
 * A microphone or a camera. Every payload carries the packet's extended sequence number at {@link #NUMBER_OFFSET}, so that whoever hears it
 * can tell that it is the right one. Packets of a frame leave together and differ by one byte, as an encoder's do.
 */
final class SentStream {
    /** Behind what {@link EncodedPicture} writes for any codec. */
    static final int NUMBER_OFFSET = 32;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long NTP_EPOCH_SECONDS = 3_900_000_000L;

    /** The peer numbers what leaves. */
    private static final byte[] NO_NUMBER = new byte[2];

    /** Four seconds of a camera: more than anybody asks for. */
    private static final int HISTORY = 1024;

    private static final int SLOT = 1536;
    private static final long AUDIO_INTERVAL_NANOS = 20_000_000L;

    /** Opus in silence (RFC 6716 section 2.1.9): a frame of one byte, twenty times as seldom. */
    private static final long SILENCE_INTERVAL_NANOS = 400_000_000L;

    private static final long VIDEO_INTERVAL_NANOS = 40_000_000L;
    /** 14 bits of timestamp: nothing older can be repeated. */
    private static final int MAX_BACK = 0x3FFF;

    private static final int VIDEO_PAYLOAD = 1100;
    private static final int KEYFRAME_FRAMES = 4;

    /**
     * How much an encoder sends.
     *
     * @param rid layer of a simulcast, or empty
     * @param height of its pictures in pixels
     * @param packets of a usual frame; a key frame has four times as many
     */
    record Encoding(String rid, int height, int packets) {
        static final Encoding ONLY = new Encoding("", 360, 5);
    }

    final SourceDescription description;

    /** One; or the spatial layers of pictures that refer to one another, lowest first. */
    private final List<Encoding> encodings;

    /** How many of the spatial layers are sent. */
    int layersSent;

    final long ssrc;
    final long rtxSsrc;
    final List<Long> keyframeRequestNanos = new ArrayList<>();
    private final SimulatedPeer peer;
    private final boolean video;
    private final SplittableRandom random;
    private final MemorySegment history = Arena.ofAuto().allocate((long) HISTORY * SLOT, 8);
    private final int[] historyLength = new int[HISTORY];
    private long timestampBase;
    private final byte[] mid;
    private final byte[] rid;
    long firstSequence;
    long sequence;
    long keyframes;
    long retransmitted;
    private int rtxSequence;
    private int picture;
    private long packets;
    private long octets;
    private long frameNanos = Long.MAX_VALUE;
    private long endNanos = Long.MAX_VALUE;
    private boolean keyframeWanted = true;

    /** Whether somebody speaks into it. */
    boolean speaking;

    /** Whether it is turned off between words. */
    boolean silent;

    /** Frames before it that each packet repeats (RFC 2198), where a payload type for that is agreed; 0 is a plain packet. */
    int redundancy;

    /** Whether the blocks of redundant packets promise more than there is. */
    boolean garbled;

    private final Deque<Frame> older = new ArrayDeque<>();

    private record Frame(long timestamp, byte[] bytes) {}

    /** Whether NACKs and requests for key frames are obeyed. */
    boolean obedient = true;

    SentStream(SimulatedPeer peer, SourceDescription description, long ssrc, long rtxSsrc) {
        this(peer, description, List.of(Encoding.ONLY), ssrc, rtxSsrc);
    }

    SentStream(SimulatedPeer peer, SourceDescription description, List<Encoding> encodings, long ssrc, long rtxSsrc) {
        this.peer = peer;
        this.encodings = List.copyOf(encodings);
        layersSent = encodings.size();
        this.description = description;
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
        video = description.kind() == MediaKind.VIDEO;
        random = peer.simulation.random();
        timestampBase = random.nextInt() & 0xFFFF_FFFFL;
        firstSequence = random.nextInt(0x8000);
        sequence = firstSequence;
        rtxSequence = random.nextInt(0x8000);
        rid = encodings.getFirst().rid().getBytes(StandardCharsets.US_ASCII);
        picture = random.nextInt(0x8000);
        mid = description.mid().getBytes(StandardCharsets.US_ASCII);
        peer.sent.add(this);
    }

    /** Before anything is sent: numbers and timestamps begin here, so that they wrap when it is wanted. */
    void countFrom(int sequenceNumber, long timestampAtZero) {
        firstSequence = sequenceNumber;
        sequence = sequenceNumber;
        timestampBase = timestampAtZero & 0xFFFF_FFFFL;
    }

    void begin(long nowNanos) {
        frameNanos = nowNanos;
    }

    /** Nothing is sent until it begins again. */
    void stop() {
        frameNanos = Long.MAX_VALUE;
    }

    /** Nothing more is sent from then on. */
    void endAt(long nanos) {
        endNanos = nanos;
    }

    long nextNanos() {
        return frameNanos < endNanos ? frameNanos : Long.MAX_VALUE;
    }

    void tick(long nowNanos) {
        while (frameNanos <= nowNanos && frameNanos < endNanos) {
            frame(frameNanos);
            frameNanos += video ? VIDEO_INTERVAL_NANOS : silent ? SILENCE_INTERVAL_NANOS : AUDIO_INTERVAL_NANOS;
        }
    }

    private void frame(long nowNanos) {
        boolean key = video && keyframeWanted;
        keyframeWanted = false;
        keyframes += key ? 1 : 0;
        picture++;
        int layers = layersSent;
        for (int layer = 0; layer < layers; layer++) {
            int usual = video ? encodings.get(layer).packets() : 1;
            int count = key ? KEYFRAME_FRAMES * usual : usual;
            int longer = random.nextInt(count);
            for (int i = 0; i < count; i++) {
                boolean last = i == count - 1;
                int payload = video ? VIDEO_PAYLOAD + (i < longer ? 1 : 0) : silent ? 1 : 60 + random.nextInt(40);
                boolean ends = last && layer == layers - 1;
                EncodedPicture part =
                        video ? new EncodedPicture(ssrc, picture, encodings, layer, key, i == 0, last, ends) : null;
                packet(nowNanos, payload, part);
            }
        }
    }

    /** @param part of a picture; null for sound */
    private void packet(long nowNanos, int payloadLength, EncodedPicture part) {
        long number = sequence++;
        int slot = (int) number & HISTORY - 1;
        long at = (long) slot * SLOT;
        RtpHeader.write(
                history,
                at,
                description.payloadType(),
                part != null && part.endsPicture(),
                (int) number & 0xFFFF,
                timestamp(nowNanos),
                ssrc);
        long payload = writeExtensions(at);
        if (part != null) {
            part.write(description.codec(), history, payload, payloadLength);
        }
        if (payloadLength > NUMBER_OFFSET + Long.BYTES) {
            NetworkBytes.putI64(history, payload + NUMBER_OFFSET, number);
        }
        NetworkBytes.putU8(history, payload + payloadLength - 1, (int) number);
        int length = (int) (payload - at) + payloadLength;
        if (description.redPayloadType() >= 0) {
            length += repeatOlder(at, payload, payloadLength, timestamp(nowNanos));
        }
        historyLength[slot] = length;
        packets++;
        octets += payloadLength;
        peer.sendRtp(history, at, length);
    }

    /** Puts the older frames before a frame that was written; returns by how much the payload grew. */
    private int repeatOlder(long at, long payload, int payloadLength, long timestamp) {
        byte[] frame = history.asSlice(payload, payloadLength).toArray(ValueLayout.JAVA_BYTE);
        while (older.size() > redundancy
                || (!older.isEmpty() && (timestamp - older.getFirst().timestamp() & 0xFFFF_FFFFL) > MAX_BACK)) {
            older.removeFirst();
        }
        int longer = redundancy == 0 ? 0 : writeBlocks(at, payload, timestamp, frame);
        older.addLast(new Frame(timestamp, frame));
        return longer;
    }

    private int writeBlocks(long at, long payload, long timestamp, byte[] frame) {
        long header = payload;
        long data = payload + 4L * older.size() + 1;
        for (Frame one : older) {
            NetworkBytes.putU8(history, header, 0x80 | description.payloadType());
            NetworkBytes.putU24(history, header + 1, (int) (timestamp - one.timestamp()) << 10 | one.bytes().length);
            MemorySegment.copy(one.bytes(), 0, history, ValueLayout.JAVA_BYTE, data, one.bytes().length);
            header += 4;
            data += one.bytes().length;
        }
        NetworkBytes.putU8(history, header, garbled ? 0xFF : description.payloadType());
        MemorySegment.copy(frame, 0, history, ValueLayout.JAVA_BYTE, data, frame.length);
        RtpHeader.payloadType(history, at, description.redPayloadType());
        return (int) (data - payload);
    }

    private long writeExtensions(long at) {
        if (description.extensions().mid() < 1) {
            return at + RtpHeader.MIN_LENGTH;
        }
        long block = at + RtpHeader.MIN_LENGTH;
        long end = writeElement(block + 4, description.extensions().mid(), mid);
        if (description.extensions().transportWide() > 0) {
            end = writeElement(end, description.extensions().transportWide(), NO_NUMBER);
        }
        if (!video && description.extensions().audioLevel() > 0) {
            end = writeElement(end, description.extensions().audioLevel(), new byte[] {loudness()});
        }
        if (rid.length > 0) {
            end = writeElement(end, description.extensions().rid(), rid);
        }
        return HeaderExtensions.closeBlock(history, at, block, end);
    }

    /** A voice of about -25 dBov, or the room around it at -80. */
    private byte loudness() {
        return (byte) (speaking ? 20 + sequence % 10 : 80);
    }

    private long writeElement(long at, int id, byte[] text) {
        NetworkBytes.putU8(history, at, id << 4 | text.length - 1);
        MemorySegment.copy(text, 0, history, ValueLayout.JAVA_BYTE, at + 1, text.length);
        return at + 1 + text.length;
    }

    long timestamp(long nowNanos) {
        return timestampBase + nowNanos / 1_000 * description.codec().clockRate() / 1_000_000 & 0xFFFF_FFFFL;
    }

    /** The wallclock of its sender. */
    static long ntp(long nowNanos) {
        return ((NTP_EPOCH_SECONDS + nowNanos / SECOND_NANOS) << 32) | ((nowNanos % SECOND_NANOS) << 32) / SECOND_NANOS;
    }

    int writeReport(long nowNanos, MemorySegment out) {
        if (packets == 0 || nowNanos >= endNanos) {
            return 0;
        }
        return SenderReport.write(out, 0, ssrc, ntp(nowNanos), timestamp(nowNanos), packets, octets, 0);
    }

    void keyframeRequested(long nowNanos) {
        keyframeRequestNanos.add(nowNanos);
        keyframeWanted |= obedient;
    }

    void nacked(MemorySegment rtcp, long at) {
        if (!obedient || rtxSsrc < 0) {
            return;
        }
        for (int item = 0; item < Nack.items(rtcp, at); item++) {
            int mask = Nack.mask(rtcp, at, item) << 1 | 1;
            for (int bit = 0; bit <= 16; bit++) {
                if ((mask & 1 << bit) != 0) {
                    retransmit(Nack.packetId(rtcp, at, item) + bit & 0xFFFF);
                }
            }
        }
    }

    private void retransmit(int sequenceNumber) {
        int slot = sequenceNumber & HISTORY - 1;
        long at = (long) slot * SLOT;
        int length = historyLength[slot];
        if (length == 0 || RtpHeader.sequenceNumber(history, at) != sequenceNumber) {
            return;
        }
        int header = RtpHeader.length(history, at, length);
        MemorySegment out = peer.scratch();
        MemorySegment.copy(history, at, out, 0, header);
        if (rid.length > 0) {
            long element = HeaderExtensions.find(
                    out, 0, header, description.extensions().rid());
            NetworkBytes.putU8(
                    out,
                    HeaderExtensions.valueOffset(0, element) - 1,
                    description.extensions().repairedRid() << 4 | rid.length - 1);
        }
        RtpHeader.ssrc(out, 0, rtxSsrc);
        RtpHeader.payloadType(out, 0, description.rtxPayloadType());
        RtpHeader.sequenceNumber(out, 0, rtxSequence++ & 0xFFFF);
        NetworkBytes.putU16(out, header, sequenceNumber);
        MemorySegment.copy(history, at + header, out, header + 2L, length - header);
        retransmitted++;
        peer.sendRtp(out, 0, length + 2);
    }
}
