package org.kachehri.scheduler.appointments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.scheduler.appointments.Similar.Likeness;
import org.kachehri.scheduler.appointments.Similar.Matter;
import org.kachehri.scheduler.appointments.Similar.Reason;

class SimilarTest {
    private static final Matter LAND = new Matter("Giá bồi thường đất thu hồi quá thấp ở xóm 4", "UBND xã Yên Hoà");

    @Test
    void vietnameseWithoutTonesIsFound() {
        Likeness likeness = Similar.of(LAND, new Matter("gia boi thuong dat thu hoi qua thap o xom 4", null), false);
        assertEquals(List.of(Reason.SIMILAR_WORDS), likeness.reasons());
        assertEquals(50, likeness.score());
    }

    @Test
    void urduWithVowelSignsIsFound() {
        Likeness likeness =
                Similar.of(new Matter("پنشن مئی سے نہیں ملی", null), new Matter("پِنشن مئی سے نہیں مِلی", null), false);
        assertEquals(List.of(Reason.SIMILAR_WORDS), likeness.reasons());
    }

    @Test
    void whoComesAgainWithSomethingElseIsShownAndWhoElseComesWithSomethingElseIsNot() {
        Matter road = new Matter("Đường vào bản bị sạt lở", null);
        assertEquals(List.of(Reason.SAME_PERSON), Similar.of(LAND, road, true).reasons());
        assertTrue(Similar.of(LAND, road, true).score() >= Similar.WORTH_A_LOOK);
        assertTrue(Similar.of(LAND, road, false).score() < Similar.WORTH_A_LOOK);
    }

    @Test
    void nothingIsMoreThanAllOfIt() {
        assertEquals(100, Similar.of(LAND, LAND, true).score());
        assertEquals(
                0,
                Similar.of(new Matter("…", null), new Matter("", null), false).score());
    }
}
