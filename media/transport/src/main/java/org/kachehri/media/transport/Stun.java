package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kachehri.media.rtp.NetworkBytes;

/**
 * STUN messages (RFC 8489) with the attributes of ICE (RFC 8445) as a flyweight. Call {@link #wellFormed} first; the other readers rely on
 * it. An attribute is a {@code long} so that finding one allocates nothing: {@link #valueOffset}, {@link #valueLength}. Addresses are the two
 * halves of an IPv6 address, IPv4 as v4-mapped. Verification of integrity allocates: it happens about once a second a peer. Any thread.
 */
public final class Stun {
    public static final int HEADER_LENGTH = 20;

    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    /** No such attribute. */
    public static final long NONE = -1;

    /** Largest message this class writes: header, USERNAME with 513 bytes, five short attributes, error text; rounded up. */
    public static final int MAX_WRITTEN_LENGTH = 1024;

    private static final long COOKIE = 0x2112_A442L;
    private static final long FINGERPRINT_XOR = 0x5354_554EL;
    private static final int INTEGRITY_LENGTH = 20;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;
    private static final int FAMILY_V4 = 1;
    private static final int FAMILY_V6 = 2;
    private static final long V4_MAPPED = 0x0000_FFFF_0000_0000L;

    /** USERNAME is less than 509 bytes (RFC 8489 section 14.3). */
    private static final int MAX_USERNAME_LENGTH = 508;

    private Stun() {}

    /** Whether the bytes are one whole STUN message whose attributes add up. */
    public static boolean wellFormed(MemorySegment message, long offset, int length) {
        if (length < HEADER_LENGTH
                || (NetworkBytes.u8(message, offset) & 0xC0) != 0
                || NetworkBytes.u32(message, offset + 4) != COOKIE
                || NetworkBytes.u16(message, offset + 2) != length - HEADER_LENGTH
                || (length & 3) != 0) {
            return false;
        }
        int at = HEADER_LENGTH;
        while (at < length) {
            // Lengths are multiples of 4 and at < length, so the four bytes of an attribute header are there.
            at += ATTRIBUTE_HEADER_LENGTH + padded(NetworkBytes.u16(message, offset + at + 2));
        }
        return at == length;
    }

    /** Class and method together: {@link #BINDING_REQUEST} and so on. */
    public static int type(MemorySegment message, long offset) {
        return NetworkBytes.u16(message, offset);
    }

    /** The first 32 of the 96 bits of the transaction id. */
    public static int transactionHigh(MemorySegment message, long offset) {
        return NetworkBytes.i32(message, offset + 8);
    }

    /** The last 64 of the 96 bits of the transaction id. */
    public static long transactionLow(MemorySegment message, long offset) {
        return NetworkBytes.i64(message, offset + 12);
    }

    /**
     * The first attribute of this type, or {@link #NONE}. What stands behind MESSAGE-INTEGRITY isn't authenticated and so isn't found,
     * except the FINGERPRINT (RFC 8489 section 14.5).
     */
    public static long find(MemorySegment message, long offset, int length, int type) {
        boolean behindIntegrity = false;
        int at = HEADER_LENGTH;
        while (at < length) {
            int found = NetworkBytes.u16(message, offset + at);
            int valueLength = NetworkBytes.u16(message, offset + at + 2);
            if (found == type && (!behindIntegrity || type == FINGERPRINT)) {
                return (long) valueLength << 32 | at + ATTRIBUTE_HEADER_LENGTH;
            }
            behindIntegrity |= found == MESSAGE_INTEGRITY;
            at += ATTRIBUTE_HEADER_LENGTH + padded(valueLength);
        }
        return NONE;
    }

    public static long valueOffset(long offset, long attribute) {
        return offset + (int) attribute;
    }

    public static int valueLength(long attribute) {
        return (int) (attribute >>> 32);
    }

    /** The USERNAME; in a request {@code <receiver's ufrag>:<sender's ufrag>} (RFC 8445 section 7.2.2). */
    public static Optional<String> username(MemorySegment message, long offset, int length) {
        long attribute = find(message, offset, length, USERNAME);
        if (attribute == NONE || valueLength(attribute) > MAX_USERNAME_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = bytes(message, valueOffset(offset, attribute), valueLength(attribute));
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    public static boolean useCandidate(MemorySegment message, long offset, int length) {
        return find(message, offset, length, USE_CANDIDATE) != NONE;
    }

    /** The PRIORITY, or {@link #NONE}. */
    public static long priority(MemorySegment message, long offset, int length) {
        long attribute = find(message, offset, length, PRIORITY);
        return attribute == NONE || valueLength(attribute) != 4
                ? NONE
                : NetworkBytes.u32(message, valueOffset(offset, attribute));
    }

    /** The error code of an error response, 300-699, or 0. */
    public static int errorCode(MemorySegment message, long offset, int length) {
        long attribute = find(message, offset, length, ERROR_CODE);
        if (attribute == NONE || valueLength(attribute) < 4) {
            return 0;
        }
        long value = valueOffset(offset, attribute);
        return (NetworkBytes.u8(message, value + 2) & 0x07) * 100 + NetworkBytes.u8(message, value + 3);
    }

    /** XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): where the sender of the response saw us. */
    public static Optional<MappedAddress> mappedAddress(MemorySegment message, long offset, int length) {
        long attribute = find(message, offset, length, XOR_MAPPED_ADDRESS);
        if (attribute == NONE || valueLength(attribute) < 8) {
            return Optional.empty();
        }
        long value = valueOffset(offset, attribute);
        int family = NetworkBytes.u8(message, value + 1);
        int port = NetworkBytes.u16(message, value + 2) ^ (int) (COOKIE >>> 16);
        if (family == FAMILY_V4 && valueLength(attribute) == 8) {
            return Optional.of(new MappedAddress(0, V4_MAPPED | (NetworkBytes.u32(message, value + 4) ^ COOKIE), port));
        }
        if (family == FAMILY_V6 && valueLength(attribute) == 20) {
            return Optional.of(new MappedAddress(
                    NetworkBytes.i64(message, value + 4) ^ xorHigh(message, offset),
                    NetworkBytes.i64(message, value + 12) ^ transactionLow(message, offset),
                    port));
        }
        return Optional.empty();
    }

    /** An address as {@code Batch} and {@code Effects} carry it: halves of an IPv6 address, IPv4 as v4-mapped. */
    public record MappedAddress(long hostHigh, long hostLow, int port) {}

    /** Whether the FINGERPRINT is the last attribute and right (RFC 8489 section 14.7). */
    public static boolean fingerprintValid(MemorySegment message, long offset, int length) {
        long attribute = find(message, offset, length, FINGERPRINT);
        if (attribute == NONE || valueLength(attribute) != 4 || (int) attribute + 4 != length) {
            return false;
        }
        int covered = (int) attribute - ATTRIBUTE_HEADER_LENGTH;
        return NetworkBytes.u32(message, offset + (int) attribute) == fingerprint(message, offset, covered);
    }

    /** Whether there is a MESSAGE-INTEGRITY and this key made it (RFC 8489 section 14.5); compared in constant time. */
    public static boolean integrityValid(MemorySegment message, long offset, int length, byte[] key) {
        long attribute = find(message, offset, length, MESSAGE_INTEGRITY);
        if (attribute == NONE || valueLength(attribute) != INTEGRITY_LENGTH) {
            return false;
        }
        byte[] received = bytes(message, valueOffset(offset, attribute), INTEGRITY_LENGTH);
        byte[] covered = bytes(message, offset, (int) attribute - ATTRIBUTE_HEADER_LENGTH);
        return MessageDigest.isEqual(received, integrity(covered, key));
    }

    /**
     * Writes a binding request as a full agent sends it.
     *
     * @param username {@code <their ufrag>:<our ufrag>}
     * @param tieBreaker of the controlling agent: we only send checks where we dial out
     * @param key the other side's password
     * @return bytes written, at most {@link #MAX_WRITTEN_LENGTH}
     */
    public static int writeBindingRequest(
            MemorySegment out,
            long offset,
            int transactionHigh,
            long transactionLow,
            String username,
            long priority,
            long tieBreaker,
            boolean useCandidate,
            byte[] key) {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_USERNAME_LENGTH) {
            throw new IllegalArgumentException("USERNAME of " + name.length + " bytes");
        }
        writeHeader(out, offset, BINDING_REQUEST, transactionHigh, transactionLow);
        int at = writeAttribute(out, offset, HEADER_LENGTH, USERNAME, name);
        at = writeAttributeHeader(out, offset, at, PRIORITY, 4);
        NetworkBytes.putU32(out, offset + at, priority);
        at = writeAttributeHeader(out, offset, at + 4, ICE_CONTROLLING, 8);
        NetworkBytes.putI64(out, offset + at, tieBreaker);
        at += 8;
        if (useCandidate) {
            at = writeAttributeHeader(out, offset, at, USE_CANDIDATE, 0);
        }
        return finish(out, offset, at, key);
    }

    /**
     * Writes the success response to a request: where it came from.
     *
     * @param key our password
     * @return bytes written
     */
    public static int writeBindingSuccess(
            MemorySegment out,
            long offset,
            MemorySegment request,
            long requestOffset,
            long hostHigh,
            long hostLow,
            int port,
            byte[] key) {
        writeHeader(
                out,
                offset,
                BINDING_SUCCESS,
                transactionHigh(request, requestOffset),
                transactionLow(request, requestOffset));
        boolean v4 = hostHigh == 0 && (hostLow & 0xFFFF_FFFF_0000_0000L) == V4_MAPPED;
        int at = writeAttributeHeader(out, offset, HEADER_LENGTH, XOR_MAPPED_ADDRESS, v4 ? 8 : 20);
        NetworkBytes.putU16(out, offset + at, v4 ? FAMILY_V4 : FAMILY_V6);
        NetworkBytes.putU16(out, offset + at + 2, port ^ (int) (COOKIE >>> 16));
        if (v4) {
            NetworkBytes.putU32(out, offset + at + 4, hostLow ^ COOKIE);
        } else {
            NetworkBytes.putI64(out, offset + at + 4, hostHigh ^ xorHigh(out, offset));
            NetworkBytes.putI64(out, offset + at + 12, hostLow ^ transactionLow(out, offset));
        }
        return finish(out, offset, at + (v4 ? 8 : 20), key);
    }

    /**
     * Writes an error response, e.g. 400 or 487 (RFC 8445 section 7.3.1.1).
     *
     * @param reason ASCII, at most 127 characters
     * @return bytes written
     */
    public static int writeBindingError(
            MemorySegment out,
            long offset,
            MemorySegment request,
            long requestOffset,
            int code,
            String reason,
            byte[] key) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        if (text.length > 127) {
            throw new IllegalArgumentException("reason of " + text.length + " bytes");
        }
        writeHeader(
                out,
                offset,
                BINDING_ERROR,
                transactionHigh(request, requestOffset),
                transactionLow(request, requestOffset));
        byte[] value = new byte[4 + text.length];
        value[2] = (byte) (code / 100);
        value[3] = (byte) (code % 100);
        System.arraycopy(text, 0, value, 4, text.length);
        return finish(out, offset, writeAttribute(out, offset, HEADER_LENGTH, ERROR_CODE, value), key);
    }

    private static void writeHeader(MemorySegment out, long offset, int type, int transactionHigh, long low) {
        NetworkBytes.putU16(out, offset, type);
        NetworkBytes.putU32(out, offset + 4, COOKIE);
        NetworkBytes.putU32(out, offset + 8, transactionHigh);
        NetworkBytes.putI64(out, offset + 12, low);
    }

    private static int writeAttributeHeader(MemorySegment out, long offset, int at, int type, int length) {
        NetworkBytes.putU16(out, offset + at, type);
        NetworkBytes.putU16(out, offset + at + 2, length);
        return at + ATTRIBUTE_HEADER_LENGTH;
    }

    private static int writeAttribute(MemorySegment out, long offset, int at, int type, byte[] value) {
        int start = writeAttributeHeader(out, offset, at, type, value.length);
        MemorySegment.copy(value, 0, out, ValueLayout.JAVA_BYTE, offset + start, value.length);
        int end = start + padded(value.length);
        for (int i = start + value.length; i < end; i++) {
            NetworkBytes.putU8(out, offset + i, 0);
        }
        return end;
    }

    /** Adds MESSAGE-INTEGRITY and FINGERPRINT; the header's length counts each before it is computed. */
    private static int finish(MemorySegment out, long offset, int length, byte[] key) {
        byte[] integrity = integrity(bytes(out, offset, length), key);
        int end = writeAttribute(out, offset, length, MESSAGE_INTEGRITY, integrity);
        int value = writeAttributeHeader(out, offset, end, FINGERPRINT, 4);
        NetworkBytes.putU16(out, offset + 2, value + 4 - HEADER_LENGTH);
        NetworkBytes.putU32(out, offset + value, fingerprint(out, offset, end));
        return value + 4;
    }

    /** HMAC-SHA1 over everything before the attribute, with a header length that ends with it. */
    private static byte[] integrity(byte[] covered, byte[] key) {
        int messageLength = covered.length + ATTRIBUTE_HEADER_LENGTH + INTEGRITY_LENGTH - HEADER_LENGTH;
        covered[2] = (byte) (messageLength >>> 8);
        covered[3] = (byte) messageLength;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(covered);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    private static long fingerprint(MemorySegment message, long offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes(message, offset, length));
        return crc.getValue() ^ FINGERPRINT_XOR;
    }

    /** Cookie and the first 32 bits of the transaction id: what the upper half of an IPv6 address is XORed with. */
    private static long xorHigh(MemorySegment message, long offset) {
        return COOKIE << 32 | (transactionHigh(message, offset) & 0xFFFF_FFFFL);
    }

    private static byte[] bytes(MemorySegment message, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(message, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
