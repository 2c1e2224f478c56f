package org.kachehri.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final ModuleSchema TRIAL = new ModuleSchema("trial");
    private static final TestDatabase DATABASE = TestDatabase.of(TRIAL);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void workThatThrowsLeavesNothingBehind() {
        assertThrows(IllegalStateException.class, () -> DATABASE.transactions().act(tx -> {
            tx.execute("INSERT INTO trial.word VALUES ('lost')");
            throw new IllegalStateException("on purpose");
        }));
        assertEquals(0, count("lost"));
    }

    @Test
    void workThatReturnsIsKept() {
        DATABASE.transactions().act(tx -> tx.execute("INSERT INTO trial.word VALUES ('kept')"));
        assertEquals(1, count("kept"));
    }

    @Test
    void vietnameseIsLoweredAndUrduHasTrigrams() {
        String lowered = DATABASE.transactions().run(tx -> tx.createQuery("SELECT lower('ĐẤT ĐAI')")
                .mapTo(String.class)
                .one());
        assertEquals("đất đai", lowered);
        double similarity = DATABASE.transactions().run(tx -> {
            tx.execute("CREATE EXTENSION pg_trgm");
            return tx.createQuery("SELECT similarity('زمین کا معاوضہ', 'زمین معاوضہ')")
                    .mapTo(Double.class)
                    .one();
        });
        assertTrue(similarity > 0.3, "similarity " + similarity);
    }

    @Test
    void aDatabaseWithCtypeCIsRefusedWithASentence() {
        DATABASE.dataSource();
        org.jdbi.v3.core.Jdbi.create(DATABASE.dataSource())
                .useHandle(h -> h.execute("CREATE DATABASE plain LC_CTYPE 'C' LC_COLLATE 'C' TEMPLATE template0"));
        DatabaseSettings own = DATABASE.settings();
        DatabaseSettings plain =
                new DatabaseSettings(own.url().replaceFirst("/[^/]*$", "/plain"), own.user(), own.password(), 1);
        DatabaseRefused refused = assertThrows(DatabaseRefused.class, () -> Database.open(plain, List.of()));
        assertTrue(refused.getMessage().contains("ctype C"), refused.getMessage());
    }

    private static int count(String word) {
        return DATABASE.transactions().run(tx -> tx.createQuery("SELECT count(*) FROM trial.word WHERE word = ?")
                .bind(0, word)
                .mapTo(Integer.class)
                .one());
    }
}
