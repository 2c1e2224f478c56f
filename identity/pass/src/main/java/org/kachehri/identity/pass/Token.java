package org.kachehri.identity.pass;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the signed part of a pass says (docs/protocol/pass.md): nothing of a person, only a random id that the server can follow.
 *
 * @param issuer which key signed it
 * @param id random; the nonce that makes a pass single
 * @param from whole seconds
 * @param until whole seconds; the first moment it is no longer good
 */
record Token(Purpose purpose, long issuer, UUID id, Instant from, Instant until) {
    private static final int VERSION = 1;
    /** Version, purpose, issuer, id, and two times of 32 bits, which last until 2106. */
    static final int SIGNED_BYTES = 1 + 1 + 8 + 16 + 4 + 4;

    byte[] bytes() {
        return ByteBuffer.allocate(SIGNED_BYTES)
                .put((byte) VERSION)
                .put((byte) purpose.number())
                .putLong(issuer)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt((int) from.getEpochSecond())
                .putInt((int) until.getEpochSecond())
                .array();
    }

    /** @param bytes at least {@link #SIGNED_BYTES} */
    static Optional<Token> read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.get() != VERSION) return Optional.empty();
        return Purpose.of(buffer.get())
                .map(purpose -> new Token(
                        purpose,
                        buffer.getLong(),
                        new UUID(buffer.getLong(), buffer.getLong()),
                        second(buffer.getInt()),
                        second(buffer.getInt())));
    }

    private static Instant second(int unsigned) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(unsigned));
    }
}
