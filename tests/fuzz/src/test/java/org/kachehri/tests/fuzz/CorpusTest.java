package org.kachehri.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The short form of the fuzz tests: the committed inputs and thousands of mutations of them, the same in every run. The inputs are
 * well-formed messages and whatever the long form once found.
 */
class CorpusTest {
    private static final long SEED = 20261122;

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
        // A shard with its room costs a thousand times what a parser does.
        int mutations = target == Target.SHARD ? 50 : target == Target.SDP ? 2_000 : 10_000;
        for (int i = 0; i < mutations; i++) {
            check(target, mutation(corpus, random));
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
