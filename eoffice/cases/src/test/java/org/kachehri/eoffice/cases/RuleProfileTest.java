package org.kachehri.eoffice.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kachehri.scheduler.queue.CaseType;

class RuleProfileTest {
    @ParameterizedTest
    @CsvSource({
        "COMPLAINT, ACCEPTED, KN-1 KN-2",
        "COMPLAINT, RETURNED_GUIDED, KN-1",
        "COMPLAINT, TRANSFERRED, KN-1",
        "COMPLAINT, ANSWERED, KN-1",
        "DENUNCIATION, ACCEPTED, TC-1",
        "PETITION, ACCEPTED, KNPA-1",
        "FEEDBACK, ANSWERED, KNPA-1",
    })
    void aTicketGetsTheClocksOfItsTypeAndHandling(CaseType type, Handling handling, String codes) {
        for (String profile : List.of("VN-2026-07", "PK-GB")) {
            assertEquals(
                    List.of(codes.split(" ")),
                    RuleProfile.named(profile).opensFor(type, handling).stream()
                            .map(RuleProfile.Opening::rule)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VN-1999-01", "../../etc/passwd", ""})
    void thereAreNoOtherProfiles(String name) {
        assertThrows(IllegalArgumentException.class, () -> RuleProfile.named(name));
    }

    @Test
    void aProfileSaysWhichTextItFollows() {
        assertEquals("2026-07-01", RuleProfile.named("VN-2026-07").version());
    }
}
