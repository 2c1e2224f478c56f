package org.kachehri.scheduler.points;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.TestDatabase;

class PointStoreTest {
    private static final TestDatabase DATABASE = TestDatabase.of(Points.SCHEMA);
    private final PointStore store = new PointStore();

    @BeforeAll
    static void aTreeOfUnits() {
        PointStore store = new PointStore();
        DATABASE.transactions().act(tx -> {
            store.put(tx, unit("central", UnitKind.CENTRAL, null));
            store.put(tx, unit("nghe-an", UnitKind.PROVINCE, "central"));
            store.put(tx, unit("gilgit", UnitKind.PROVINCE, "central"));
            store.put(tx, unit("yen-hoa", UnitKind.COMMUNE, "nghe-an"));
            store.put(tx, new Point("yen-hoa", unit("yen-hoa", UnitKind.COMMUNE, "nghe-an"), name("y"), "7:30–17:00"));
            store.put(tx, new Point("gilgit", unit("gilgit", UnitKind.PROVINCE, "central"), name("g"), null));
        });
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void aUnitsJurisdictionIsItselfAndEverythingBelow() {
        DATABASE.transactions().act(tx -> {
            assertEquals(Set.of("nghe-an", "yen-hoa"), store.unitAndBelow(tx, "nghe-an"));
            assertEquals(Set.of("yen-hoa"), store.unitAndBelow(tx, "yen-hoa"));
            assertEquals(4, store.unitAndBelow(tx, "central").size());
            assertEquals(Set.of(), store.unitAndBelow(tx, "nowhere"));
        });
    }

    @Test
    void theWayUpGoesFromTheCommuneToTheCentre() {
        List<String> above = DATABASE.transactions().run(tx -> store.unitAndAbove(tx, "yen-hoa")).stream()
                .map(Unit::id)
                .toList();
        assertEquals(List.of("yen-hoa", "nghe-an", "central"), above);
    }

    @Test
    void puttingAUnitTwiceKeepsOne() {
        DATABASE.transactions().act(tx -> {
            store.put(tx, unit("nghe-an", UnitKind.PROVINCE, "central"));
            assertEquals(4, store.units(tx).size());
        });
    }

    @Test
    void pointsCarryTheirUnit() {
        Point point = DATABASE.transactions()
                .run(tx -> store.points(tx, store.unitAndBelow(tx, "nghe-an")))
                .getFirst();
        assertEquals(unit("yen-hoa", UnitKind.COMMUNE, "nghe-an"), point.unit());
        assertTrue(DATABASE.transactions().run(tx -> store.point(tx, "nowhere")).isEmpty());
    }

    @Test
    void aUnitIsWrittenAsTheProtocolHasIt() throws Exception {
        String json = Json.mapper().writeValueAsString(unit("central", UnitKind.CENTRAL, null));
        assertEquals(
                "{\"id\":\"central\",\"kind\":\"CENTRAL\",\"name\":{\"ur\":\"central\",\"vi\":\"central\",\"en\":\"central\"},"
                        + "\"zone\":\"Asia/Ho_Chi_Minh\",\"country\":\"VN\",\"ruleProfile\":\"VN-2026-07\"}",
                json);
    }

    private static Unit unit(String id, UnitKind kind, String parent) {
        return new Unit(id, kind, parent, name(id), ZoneId.of("Asia/Ho_Chi_Minh"), Country.VN, "VN-2026-07");
    }

    private static Words name(String word) {
        return new Words(word, word, word);
    }
}
