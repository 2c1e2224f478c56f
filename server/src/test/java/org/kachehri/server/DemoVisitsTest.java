package org.kachehri.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Passwords;
import org.kachehri.identity.people.SealingKey;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.TestDatabase;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Points;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.queue.Visit;

class DemoVisitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

    @Test
    void somebodyWaitsInBothCountriesAndSowingTwiceIsSowingOnce() {
        try (TestDatabase database =
                TestDatabase.of(AuditLog.SCHEMA, Officials.SCHEMA, Outbox.SCHEMA, Points.SCHEMA, Queue.SCHEMA)) {
            SecureRandom random = new SecureRandom();
            PointStore points = new PointStore();
            AuditLog audit = new AuditLog(CLOCK);
            Officials officials = new Officials(new Passwords(random), CLOCK);
            Queue queue = new Queue(
                    database.transactions(),
                    points,
                    new Citizens(SealingKey.of(new byte[32], random), audit, CLOCK),
                    new Outbox(Json.mapper(), CLOCK),
                    audit,
                    CLOCK,
                    random);
            new DemoSeed(database.transactions(), officials, points).sow();
            DemoVisits visits = new DemoVisits(database.transactions(), points, officials, queue, CLOCK);
            visits.sow();
            visits.sow();
            for (String point : List.of("yen-hoa", "skardu")) {
                List<Visit> waiting = database.transactions()
                        .run(tx -> queue.visits().ofPoint(tx, point, LocalDate.parse("2026-11-22")));
                assertEquals(1, waiting.size());
                assertEquals(1, waiting.getFirst().number());
                assertEquals(3, waiting.getFirst().units().size());
            }
        }
    }
}
