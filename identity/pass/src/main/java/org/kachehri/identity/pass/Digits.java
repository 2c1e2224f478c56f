package org.kachehri.identity.pass;

import java.util.Optional;

/**
 * Bytes as decimal digits, 17 for every 7. A QR code packs digits tighter than any other text, and a scanner that types them as a
 * keyboard is understood in every layout: letters and signs would pass through Telex or an Urdu layout and come out as others.
 */
final class Digits {
    private static final int CHUNK_BYTES = 7;
    /** 2^56 − 1 has 17 digits. */
    private static final int CHUNK_DIGITS = 17;

    private Digits() {}

    /** @param bytes a multiple of seven of them */
    static String of(byte[] bytes) {
        StringBuilder digits = new StringBuilder(length(bytes.length));
        for (int i = 0; i < bytes.length; i += CHUNK_BYTES) {
            long chunk = 0;
            for (int j = i; j < i + CHUNK_BYTES; j++) {
                chunk = chunk << 8 | bytes[j] & 0xff;
            }
            String part = Long.toString(chunk);
            digits.repeat('0', CHUNK_DIGITS - part.length()).append(part);
        }
        return digits.toString();
    }

    /** Empty for anything that {@link #of} doesn't write. Digits of other scripts count: an Urdu layout types ۰ to ۹. */
    static Optional<byte[]> read(String text, int byteCount) {
        if (text.length() != length(byteCount)) return Optional.empty();
        byte[] bytes = new byte[byteCount];
        for (int i = 0; i < byteCount / CHUNK_BYTES; i++) {
            long chunk = 0;
            for (int j = i * CHUNK_DIGITS; j < (i + 1) * CHUNK_DIGITS; j++) {
                int digit = Character.digit(text.charAt(j), 10);
                if (digit < 0) return Optional.empty();
                chunk = chunk * 10 + digit;
            }
            // 17 digits can say more than 56 bits; that is no second way to write the same pass.
            if (chunk >>> 56 != 0) return Optional.empty();
            for (int j = (i + 1) * CHUNK_BYTES - 1; j >= i * CHUNK_BYTES; j--) {
                bytes[j] = (byte) chunk;
                chunk >>>= 8;
            }
        }
        return Optional.of(bytes);
    }

    private static int length(int byteCount) {
        return byteCount / CHUNK_BYTES * CHUNK_DIGITS;
    }
}
