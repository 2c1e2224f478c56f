package org.kachehri.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
    private final DatabaseSettings settings =
            new DatabaseSettings("jdbc:postgresql://db:5432/kachehri?user=a&password=secret", null, null, 10);

    @Test
    void aMessageNamesTheDatabaseWithoutItsParameters() {
        assertEquals("jdbc:postgresql://db:5432/kachehri", settings.address());
    }

    @Test
    void aLogNeverHoldsAPassword() {
        assertFalse(settings.toString().contains("secret"));
    }
}
