package org.kachehri.tests.fuzz;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kachehri.media.rtp.NetworkBytes;
import org.kachehri.media.transport.Stun;

/** Any bytes as a STUN message; and what is read from them, written and read again. */
final class StunMessages {
    private static final byte[] KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);

    private static final long COOKIE = 0x2112_A442L;

    /** RFC 8489 section 14.3: fewer than 509 bytes. */
    private static final int MAX_USERNAME_LENGTH = 508;

    private StunMessages() {}

    /** The input as it is, and once more as a message whose cookie and length are right: few inventions pass these by chance. */
    static void check(byte[] input) {
        checkOne(input);
        if (input.length >= Stun.HEADER_LENGTH) {
            byte[] whole = Arrays.copyOf(input, input.length & ~3);
            MemorySegment message = MemorySegment.ofArray(whole);
            NetworkBytes.putU8(message, 0, whole[0] & 0x3F);
            NetworkBytes.putU16(message, 2, whole.length - Stun.HEADER_LENGTH);
            NetworkBytes.putU32(message, 4, COOKIE);
            checkOne(whole);
        }
    }

    private static void checkOne(byte[] input) {
        Bytes.readEverywhere(input, StunMessages::read);
        MemorySegment message = MemorySegment.ofArray(input);
        if (Stun.wellFormed(message, 0, input.length)) {
            answer(message);
            Stun.username(message, 0, input.length).ifPresent(name -> ask(message, name));
        }
    }

    private static List<Object> read(MemorySegment message, long offset, int length) {
        if (!Stun.wellFormed(message, offset, length)) {
            return List.of();
        }
        return List.of(
                Stun.type(message, offset),
                Stun.transactionHigh(message, offset),
                Stun.transactionLow(message, offset),
                Stun.username(message, offset, length),
                Stun.useCandidate(message, offset, length),
                Stun.priority(message, offset, length),
                Stun.errorCode(message, offset, length),
                Stun.mappedAddress(message, offset, length),
                Stun.fingerprintValid(message, offset, length),
                Stun.integrityValid(message, offset, length, KEY));
    }

    private static void answer(MemorySegment request) {
        MemorySegment out = MemorySegment.ofArray(new byte[Stun.MAX_WRITTEN_LENGTH]);
        long high = Stun.transactionLow(request, 0);
        int port = Stun.transactionHigh(request, 0) & 0xFFFF;
        int length = Stun.writeBindingSuccess(out, 0, request, 0, high, ~high, port, KEY);
        Bytes.expect(
                Stun.wellFormed(out, 0, length)
                        && Stun.integrityValid(out, 0, length, KEY)
                        && Stun.fingerprintValid(out, 0, length)
                        && Stun.mappedAddress(out, 0, length)
                                .equals(Optional.of(new Stun.MappedAddress(high, ~high, port))),
                "our answer isn't read as written");
        int error = Stun.writeBindingError(out, 0, request, 0, 487, "Role Conflict", KEY);
        Bytes.expect(
                Stun.errorCode(out, 0, error) == 487 && Stun.integrityValid(out, 0, error, KEY),
                "our error isn't read as written");
    }

    private static void ask(MemorySegment message, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_USERNAME_LENGTH) {
            // Replacing what isn't UTF-8 made it longer.
            return;
        }
        MemorySegment out = MemorySegment.ofArray(new byte[Stun.MAX_WRITTEN_LENGTH]);
        long priority = Stun.transactionHigh(message, 0) & 0xFFFF_FFFFL;
        int length = Stun.writeBindingRequest(out, 0, 1, 2, name, priority, 3, true, KEY);
        Bytes.expect(
                Stun.wellFormed(out, 0, length)
                        && Stun.username(out, 0, length).equals(Optional.of(name))
                        && Stun.priority(out, 0, length) == priority
                        && Stun.useCandidate(out, 0, length)
                        && Stun.integrityValid(out, 0, length, KEY),
                "our request isn't read as written");
    }
}
