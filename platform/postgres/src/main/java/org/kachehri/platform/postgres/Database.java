package org.kachehri.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The open database: a connection pool over migrated schemas. Owned by the composition root, which closes it last; everything else
 * receives {@link #transactions()}.
 */
public final class Database implements AutoCloseable {
    /** PostgreSQL 16 is the oldest release that we test on the way up; older ones lack parts of the SQL we use. */
    private static final int OLDEST_VERSION = 160000;

    private final HikariDataSource pool;
    private final Transactions transactions;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.transactions = new Transactions(Jdbi.create(pool));
    }

    /**
     * Opens the pool and brings every schema to its newest version, in the order given.
     *
     * @throws DatabaseRefused with one sentence when the database can't be reached, is too old, or has ctype C
     */
    public static Database open(DatabaseSettings settings, List<ModuleSchema> schemas) {
        HikariDataSource pool = pool(settings);
        try {
            refuseUnfit(pool);
            Database database = new Database(pool);
            database.migrate(schemas);
            return database;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Brings every schema to its newest version, in the order given. */
    public void migrate(List<ModuleSchema> schemas) {
        for (ModuleSchema schema : schemas) {
            migrate(pool, schema);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    public Transactions transactions() {
        return transactions;
    }

    /** Connections that may be open at once; {@code platform/http} admits four requests for each. */
    public int poolSize() {
        return pool.getMaximumPoolSize();
    }

    /** Whether a statement is answered now; for the readiness check. Waits at most 2 s. */
    public boolean answers() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource pool(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setPoolName("kachehri");
        // A command waits 5 s for the database, then answers "try again" (DESIGN 4).
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "kachehri");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Timestamps are instants; the zone of the machine must never leak into SQL.
        config.setConnectionInitSql("SET TIME ZONE 'UTC'");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new DatabaseRefused(
                    "The database at " + settings.address() + " can't be reached: " + e.getMessage(), e);
        }
    }

    private static void refuseUnfit(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        SELECT datctype, pg_encoding_to_char(encoding), current_setting('server_version_num')::int, datlocprovider
                        FROM pg_database WHERE datname = current_database()""")) {
            row.next();
            String ctype = row.getString(1).toUpperCase(Locale.ROOT);
            if (row.getInt(3) < OLDEST_VERSION) {
                throw new DatabaseRefused("PostgreSQL 16 or newer is needed; this one is older.");
            }
            if (!"UTF8".equals(row.getString(2))) {
                throw new DatabaseRefused("The database must have the encoding UTF8, not " + row.getString(2) + ".");
            }
            boolean libc = "c".equals(row.getString(4));
            if (libc && (ctype.equals("C") || ctype.equals("POSIX"))) {
                throw new DatabaseRefused(
                        "The database has the ctype " + ctype
                                + ", with which Urdu search and Vietnamese lower case fail: create it with LC_CTYPE 'C.UTF-8'.");
            }
        } catch (SQLException e) {
            throw new DatabaseRefused("The database can't be read: " + e.getMessage(), e);
        }
    }

    private static void migrate(DataSource source, ModuleSchema schema) {
        Flyway.configure()
                .dataSource(source)
                .schemas(schema.name())
                .defaultSchema(schema.name())
                .table("schema_history")
                .locations("classpath:db/" + schema.name())
                .failOnMissingLocations(true)
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
