package org.kachehri.identity.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Role;

class PolicyTest {
    @Test
    void everyRoleMayExactlyWhatTheListingSays() throws IOException {
        Map<Role, Set<Action>> expected = listing();
        assertEquals(EnumSet.allOf(Role.class), EnumSet.copyOf(expected.keySet()), "every role has a line");
        for (Role role : Role.values()) {
            for (Action action : Action.values()) {
                assertEquals(
                        expected.get(role).contains(action), Policy.allows(role, action), role + " " + action.word());
            }
            assertEquals(expected.get(role), Set.copyOf(Policy.actionsOf(role)), role.name());
        }
    }

    @Test
    void everyActionBelongsToSomebodyWhoCanBeNamedInARefusal() {
        for (Action action : Action.values()) {
            assertFalse(Policy.rolesFor(action).isEmpty(), action.word());
            assertEquals(Optional.of(action), Action.of(action.word()));
        }
        assertEquals("giveFloor", Action.GIVE_FLOOR.word());
        assertEquals(Optional.empty(), Action.of("stopRecording"));
    }

    private static Map<Role, Set<Action>> listing() throws IOException {
        Map<Role, Set<Action>> listing = new EnumMap<>(Role.class);
        try (InputStream stream = PolicyTest.class.getResourceAsStream("/policy.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList()) {
                int colon = line.indexOf(':');
                Set<Action> actions = EnumSet.noneOf(Action.class);
                for (String word : line.substring(colon + 1).strip().split(" ", -1)) {
                    if (!word.isEmpty()) {
                        actions.add(Action.of(word).orElseThrow(() -> new IllegalArgumentException(word)));
                    }
                }
                listing.put(Role.valueOf(line.substring(0, colon)), actions);
            }
        }
        return listing;
    }
}
