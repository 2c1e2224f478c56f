package org.kachehri.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kachehri.media.net.DtlsFlights;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardCounters.Reason;

/**
 * The short form of the fuzz tests: the committed inputs and thousands of mutations of them, the same in every run. The inputs are
 * well-formed messages and whatever the long form once found.
 */
class CorpusTest {
    private static final long SEED = 20261122;

    /** The inside of the shard, as far as bytes from the network get to it. */
    private static final Set<Reason> REACHED = EnumSet.of(
            Reason.FORWARDED,
            Reason.REPAIRED,
            Reason.RETRANSMITTED,
            Reason.NACK_SENT,
            Reason.NACK_RECEIVED,
            Reason.KEYFRAME_REQUEST_SENT,
            Reason.KEYFRAME_REQUEST_RECEIVED,
            Reason.FEEDBACK_SENT,
            Reason.FEEDBACK_RECEIVED,
            Reason.DROPPED_OTHER_LAYER,
            Reason.DROPPED_SRTP_REPLAY);

    @ParameterizedTest
    @EnumSource(Target.class)
    void everythingHoldsForTheCorpusAndItsMutations(Target target) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("corpus", target.word()))) {
            for (Path file : files.sorted().toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        assertFalse(corpus.isEmpty(), "inputs of " + target);
        System.out.println(target + ": " + corpus.size() + " inputs, seed " + SEED);
        corpus.forEach(input -> check(target, input));
        Random random = new Random(SEED);
        // A shard with its room, or a handshake, costs a thousand times what a parser does.
        int mutations =
                switch (target) {
                    case SHARD, DTLS -> 100;
                    case SDP -> 2_000;
                    case STUN, RTP, RTCP, VP8, VP9, H264, AV1, RED -> 10_000;
                };
        for (int i = 0; i < mutations; i++) {
            check(target, mutation(corpus, random));
        }
    }

    @Test
    void theInputsOfTheShardReachWhatForwards() throws IOException {
        ShardCounters seen = ShardDatagrams.check(Files.readAllBytes(Path.of("corpus", "shard", "a-call")));
        for (Reason reason : REACHED) {
            assertTrue(seen.of(reason) > 0, reason + " isn't reached");
        }
    }

    @Test
    void theInputsOfTheHandshakeReachItsSignatures() throws IOException {
        for (String flights : List.of("client-flights", "server-flights")) {
            // Signed for another handshake: everything before was read and found good.
            assertEquals("decrypt_error", DtlsFlights.check(Files.readAllBytes(Path.of("corpus", "dtls", flights))));
        }
    }

    private static void check(Target target, byte[] input) {
        try {
            target.check(input);
        } catch (RuntimeException | AssertionError finding) {
            throw new AssertionError(target + " with " + HexFormat.of().formatHex(input), finding);
        }
    }

    /** One input, cut, with a piece of another, and with some bytes and bits changed. */
    private static byte[] mutation(List<byte[]> corpus, Random random) {
        byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
        if (random.nextInt(4) == 0) {
            input = Arrays.copyOf(input, random.nextInt(input.length + 1));
        }
        if (random.nextInt(4) == 0 && input.length > 0) {
            byte[] other = corpus.get(random.nextInt(corpus.size()));
            int at = random.nextInt(input.length);
            int length = Math.min(random.nextInt(other.length + 1), input.length - at);
            System.arraycopy(other, 0, input, at, length);
        }
        for (int changes = input.length == 0 ? 0 : random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(input.length);
            input[at] = (byte) (random.nextBoolean() ? random.nextInt() : input[at] ^ 1 << random.nextInt(8));
        }
        return input;
    }
}
