package org.kachehri.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * A database of its own for one test class: a clone of a migrated template on one real PostgreSQL a JVM. Keep it in a static field and
 * close it after the class.
 *
 * <pre>{@code
 * private static final TestDatabase DATABASE = TestDatabase.of(Queue.SCHEMA);
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
    /** Unpacked once a machine, not once a JVM: it takes seconds. */
    static final Path PROGRAMS = Path.of(System.getProperty("java.io.tmpdir"), "kachehri-test-postgres");

    private static final Map<List<ModuleSchema>, String> TEMPLATES = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Database database;
    private final DatabaseSettings settings;

    private TestDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.database = Database.open(settings, List.of());
    }

    /** Migrated in the order given: lower modules first. */
    public static TestDatabase of(ModuleSchema... schemas) {
        String template = TEMPLATES.computeIfAbsent(Arrays.asList(schemas), TestDatabase::migrated);
        String name = "test_" + NUMBER.incrementAndGet();
        admin("CREATE DATABASE " + name + " TEMPLATE " + template);
        return new TestDatabase(settings(name));
    }

    public Transactions transactions() {
        return database.transactions();
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public Database database() {
        return database;
    }

    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        database.close();
    }

    private static String migrated(List<ModuleSchema> schemas) {
        String name = "template_" + NUMBER.incrementAndGet();
        admin("CREATE DATABASE " + name);
        Database.open(settings(name), schemas).close();
        return name;
    }

    private static void admin(String sql) {
        DatabaseSettings server = Server.SETTINGS;
        Jdbi.create(server.url(), server.user(), server.password()).useHandle(handle -> handle.execute(sql));
    }

    private static DatabaseSettings settings(String name) {
        DatabaseSettings server = Server.SETTINGS;
        String url = server.url().substring(0, server.url().lastIndexOf('/') + 1) + name;
        return new DatabaseSettings(url, server.user(), server.password(), 8);
    }

    /** Started with the first test that asks, stopped with the JVM. */
    private static final class Server {
        static final DatabaseSettings SETTINGS = start();

        private static DatabaseSettings start() {
            try {
                Path directory = Files.createTempDirectory("kachehri-test-");
                Cluster cluster = Cluster.in(directory, PostgresPrograms.unpackedIn(PROGRAMS), Durability.NONE);
                cluster.startOrAdopt();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, directory)));
                return cluster.settings(2);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop(Cluster cluster, Path directory) {
            try {
                cluster.stop();
                PostgresPrograms.deleteTree(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
