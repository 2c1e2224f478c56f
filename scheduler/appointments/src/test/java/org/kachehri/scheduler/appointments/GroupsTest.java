package org.kachehri.scheduler.appointments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupsTest {
    @Test
    void fourSpeakForThemselvesTenNameTwoAndElevenFive() {
        assertEquals(OptionalInt.empty(), Groups.representatives(4));
        assertEquals(OptionalInt.of(2), Groups.representatives(5));
        assertEquals(OptionalInt.of(2), Groups.representatives(10));
        assertEquals(OptionalInt.of(5), Groups.representatives(11));
        assertEquals(OptionalInt.of(5), Groups.representatives(10_000));
    }

    @Test
    void aSixthOfManyAndWhoDidNotSignAreRefused() {
        List<String> signers = signers(37);
        assertEquals(Optional.empty(), Groups.wrong(37, signers, signers.subList(0, 5)));
        assertEquals(Optional.of(Groups.Wrong.TOO_MANY_SPEAK), Groups.wrong(37, signers, signers.subList(0, 6)));
        assertEquals(Optional.of(Groups.Wrong.NOT_A_SIGNER), Groups.wrong(37, signers, List.of("Cò mồi")));
        assertEquals(Optional.of(Groups.Wrong.NOBODY_SPEAKS), Groups.wrong(37, signers, List.of(" ")));
    }

    @Test
    void everybodySignsOnceHoweverTheNameIsTyped() {
        List<String> signers = new ArrayList<>(signers(5));
        assertEquals(Optional.of(Groups.Wrong.SIGNERS_DONT_ADD_UP), Groups.wrong(6, signers, signers.subList(0, 1)));
        signers.set(4, " NGƯỜI  THỨ 1");
        assertEquals(Optional.of(Groups.Wrong.SIGNERS_DONT_ADD_UP), Groups.wrong(5, signers, signers.subList(0, 1)));
        // The same letters, put together otherwise.
        assertEquals(Optional.empty(), Groups.wrong(5, signers(5), List.of("người thu\u031b\u0301 2")));
        assertEquals(Optional.of(Groups.Wrong.NOT_A_GROUP), Groups.wrong(4, signers(4), List.of("Người thứ 1")));
    }

    private static List<String> signers(int people) {
        return IntStream.rangeClosed(1, people)
                .mapToObj(number -> "Người thứ " + number)
                .toList();
    }
}
