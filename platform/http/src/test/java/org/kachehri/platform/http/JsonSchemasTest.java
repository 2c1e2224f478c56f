package org.kachehri.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemasTest {
    private final JsonSchemas schemas = JsonSchemas.live();

    @Test
    void aMessageOfTheProtocolIsAccepted() {
        assertEquals(
                Optional.empty(),
                schemas.complaint("fromClient", "{\"type\":\"hello\",\"token\":\"t\",\"language\":\"ur\"}"));
        assertEquals(
                Optional.empty(),
                schemas.complaint(
                        "fromClient",
                        "{\"type\":\"command\",\"id\":\"1\",\"action\":\"admit\",\"participant\":\"p\"}"));
    }

    @Test
    void everythingElseIsRefusedWithASentence() {
        for (String wrong : new String[] {
            "[]",
            "{",
            "{}",
            "{\"type\":\"hello\"}",
            "{\"type\":\"hello\",\"token\":\"t\",\"admin\":true}",
            "{\"type\":\"command\",\"id\":\"1\",\"action\":\"destroy\"}"
        }) {
            assertTrue(schemas.complaint("fromClient", wrong).isPresent(), wrong);
        }
    }

    @Test
    void aDefinitionThatIsNotThereIsAMistakeOfOurs() {
        assertThrows(IllegalArgumentException.class, () -> schemas.complaint("fromNobody", "{}"));
    }
}
