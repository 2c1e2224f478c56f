package org.kachehri.platform.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * All rows of the modules' schemas as files, one {@code <schema>.<table>.csv} each, and back. Rows alone: the tables are made by the
 * migrations of the program that reads them, which must be those of the one that wrote. Blocks on disk and database; any thread.
 */
public final class DatabaseCopy {
    private DatabaseCopy() {}

    /**
     * What a copy is of.
     *
     * @param versions of each schema, the newest migration
     * @param counters of each sequence, the last number that was given
     */
    public record Description(Map<String, String> versions, Map<String, Long> counters) {}

    /**
     * Writes all rows as they are at one moment; what {@code tx} reads afterwards is of the same moment.
     *
     * @param tx nothing was done in it yet
     * @param folder an empty one
     */
    public static Description write(Handle tx, List<ModuleSchema> schemas, Path folder) throws IOException {
        try {
            tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            Connection connection = tx.getConnection();
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : tables(connection, schemas)) {
                try (OutputStream out = Files.newOutputStream(folder.resolve(table + ".csv"))) {
                    copy.copyOut("COPY " + table + " TO STDOUT (FORMAT csv, HEADER)", out);
                }
            }
            return new Description(versions(connection, schemas), counters(connection, schemas));
        } catch (SQLException e) {
            throw new IOException("The database can't be copied: " + e.getMessage(), e);
        }
    }

    /**
     * Puts rows back into tables that were just made by the migrations, in one transaction with {@code tx}.
     *
     * @throws DatabaseRefused when the copy is of other migrations, or doesn't fit
     */
    public static void read(Handle tx, List<ModuleSchema> schemas, Path folder, Description of) throws IOException {
        try {
            Connection connection = tx.getConnection();
            Map<String, String> versions = versions(connection, schemas);
            if (!versions.equals(of.versions())) {
                throw new DatabaseRefused("The backup is of another release of Kachehri (schemas " + of.versions()
                        + ", here " + versions + "): restore it with that one, then update.");
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            List<String> tables = tables(connection, schemas);
            for (String table : tables.reversed()) {
                empty(connection, table);
            }
            for (String table : tables) {
                try (InputStream in = Files.newInputStream(folder.resolve(table + ".csv"))) {
                    copy.copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER MATCH)", in);
                }
            }
            for (Map.Entry<String, Long> counter : of.counters().entrySet()) {
                try (PreparedStatement set = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
                    set.setString(1, counter.getKey());
                    set.setLong(2, counter.getValue());
                    set.execute();
                }
            }
        } catch (SQLException e) {
            throw new DatabaseRefused("The backup can't be put into the database: " + e.getMessage(), e);
        }
    }

    /** Whether the database holds none of the schemas yet. */
    public static boolean isEmpty(Handle tx, List<ModuleSchema> schemas) {
        return tx.createQuery("SELECT count(*) FROM pg_namespace WHERE nspname = ANY(:names)")
                        .bind("names", names(schemas))
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    /** Takes the schemas away again with all that is in them: what a restore that failed leaves behind. */
    public static void drop(Handle tx, List<ModuleSchema> schemas) {
        for (ModuleSchema schema : schemas.reversed()) {
            tx.execute("DROP SCHEMA IF EXISTS " + schema.name() + " CASCADE");
        }
    }

    /** What the migrations put in is in the copy too; here alone, where nothing else is in the table yet, those that refuse deletion are overruled. */
    private static void empty(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean filled;
            try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + table + ")")) {
                row.next();
                filled = row.getBoolean(1);
            }
            if (filled) {
                statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
                statement.execute("DELETE FROM " + table);
                statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            }
        }
    }

    private static String[] names(List<ModuleSchema> schemas) {
        return schemas.stream().map(ModuleSchema::name).toArray(String[]::new);
    }

    /** Quoted as SQL wants them where it does; each after those it points to. */
    private static List<String> tables(Connection connection, List<ModuleSchema> schemas) throws SQLException {
        Map<String, Set<String>> pointsTo = new LinkedHashMap<>();
        for (List<String> row : rows(
                connection,
                schemas,
                """
                SELECT t.oid::regclass::text, f.confrelid::regclass::text
                FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
                LEFT JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f' AND f.confrelid <> t.oid
                WHERE t.relkind = 'r' AND t.relname <> 'schema_history' AND n.nspname = ANY(?) ORDER BY 1, 2""")) {
            Set<String> targets = pointsTo.computeIfAbsent(row.getFirst(), table -> new LinkedHashSet<>());
            if (row.getLast() != null) {
                targets.add(row.getLast());
            }
        }
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < pointsTo.size()) {
            List<String> next = pointsTo.keySet().stream()
                    .filter(table -> !ordered.contains(table) && ordered.containsAll(pointsTo.get(table)))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("Tables point to each other in a circle, apart from " + ordered);
            }
            ordered.addAll(next);
        }
        return List.copyOf(ordered);
    }

    private static Map<String, String> versions(Connection connection, List<ModuleSchema> schemas) throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        for (ModuleSchema schema : schemas) {
            String sql = "SELECT version FROM " + schema.name()
                    + ".schema_history WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1";
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                versions.put(schema.name(), row.next() ? row.getString(1) : "");
            }
        }
        return versions;
    }

    /** Numbers are given outside of transactions: read last, they are at least as high as what was copied. */
    private static Map<String, Long> counters(Connection connection, List<ModuleSchema> schemas) throws SQLException {
        Map<String, Long> counters = new TreeMap<>();
        for (List<String> row : rows(
                connection,
                schemas,
                """
                SELECT format('%I.%I', schemaname, sequencename), last_value::text
                FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname = ANY(?)""")) {
            counters.put(row.getFirst(), Long.valueOf(row.getLast()));
        }
        return counters;
    }

    private static List<List<String>> rows(Connection connection, List<ModuleSchema> schemas, String sql)
            throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("text", names(schemas)));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<String> line = new ArrayList<>();
                    line.add(row.getString(1));
                    line.add(row.getString(2));
                    rows.add(line);
                }
            }
        }
        return rows;
    }
}
