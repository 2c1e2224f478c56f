package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Officials.PasswordChange;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.postgres.MovingClock;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.points.Unit;

class FirstAdministratorTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final Officials officials = new Officials(new Passwords(new SecureRandom()), clock);
    private final PointStore points = new PointStore();
    private TestDatabase database;
    private FirstAdministrator first;

    @BeforeEach
    void start() {
        database = TestDatabase.of(Officials.SCHEMA, Points.SCHEMA);
        first = new FirstAdministrator(database.transactions(), officials, points);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void anEmptySystemHasOneUnitAndAnAdministratorWhoChoosesAPassword() {
        String handedOut = first.password(Country.PK).orElseThrow();
        String again = first.password(Country.PK).orElseThrow();
        assertNotEquals(handedOut, again, "nobody used the first");
        assertEquals(Optional.empty(), entered(handedOut));
        Official admin = entered(again).orElseThrow();
        List<Unit> units = database.transactions().run(points::units);
        assertEquals(1, units.size());
        assertEquals(Country.PK, units.getFirst().country());
        assertEquals(
                Role.ADMIN,
                database.transactions()
                        .run(tx -> officials.posts(tx, admin.id()))
                        .getFirst()
                        .role());
        PasswordChange change = officials.checkChange(database.transactions(), admin, again, "correct horse battery");
        assertTrue(change instanceof PasswordChange.Fits);
        database.transactions().act(tx -> officials.setPassword(tx, admin.id(), (PasswordChange.Fits) change));
        assertEquals(Optional.empty(), first.password(Country.PK), "somebody has begun");
    }

    private Optional<Official> entered(String password) {
        return officials.withPassword(database.transactions(), FirstAdministrator.LOGIN, password);
    }
}
