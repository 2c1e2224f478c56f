package org.kachehri.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * One PostgreSQL cluster in one directory: {@code cluster/}, {@code password} (0600), {@code port}, {@code postgres.log}. The port is
 * chosen once and kept, so that a server which outlived us is found again. Used by one thread at a time.
 */
final class Cluster {
    private static final String USER = "kachehri";
    private static final String NAME = "kachehri";
    /** Crash recovery replays at most max_wal_size (1 GB) of log; on a slow disk that is well under two minutes. */
    private static final int START_SECONDS = 120;

    private final Path directory;
    private final Path files;
    private final PostgresPrograms programs;
    private final Identity identity;
    private final Durability durability;
    private final String password;
    private int port;

    private Cluster(Path directory, PostgresPrograms programs, Durability durability) throws IOException {
        this.directory = directory;
        this.files = directory.resolve("cluster");
        this.programs = programs;
        this.durability = durability;
        this.identity = Identity.fitting();
        this.password = keptPassword(directory.resolve("password"));
        this.port = keptPort();
    }

    static Cluster in(Path directory, PostgresPrograms programs, Durability durability) throws IOException {
        Files.createDirectories(directory);
        Cluster cluster = new Cluster(directory.toRealPath(), programs, durability);
        cluster.refuseOtherVersion();
        if (!Files.exists(cluster.files.resolve("PG_VERSION"))) {
            cluster.create();
        }
        return cluster;
    }

    DatabaseSettings settings(int poolSize) {
        return new DatabaseSettings(url(NAME), USER, password, poolSize);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    boolean isRunning() throws IOException {
        return runningServer().isPresent();
    }

    ProcessHandle startOrAdopt() throws IOException {
        Optional<ProcessHandle> orphan = runningServer();
        if (orphan.isPresent()) {
            createDatabase();
            return orphan.get();
        }
        if (taken(port)) {
            port = freePort();
            keepPort();
        }
        return start();
    }

    /** Starts it on the port it has: whoever is connected knows no other. */
    ProcessHandle start() throws IOException {
        writeSettings();
        identity.own(directory);
        runProgram(
                "pg_ctl",
                "-D",
                files.toString(),
                "-l",
                directory.resolve("postgres.log").toString(),
                "-w",
                "-t",
                String.valueOf(START_SECONDS),
                "start");
        createDatabase();
        return runningServer().orElseThrow(() -> new IOException("PostgreSQL ended as soon as it had started"));
    }

    void stop() throws IOException {
        if (runningServer().isPresent()) {
            String mode = durability == Durability.FULL ? "fast" : "immediate";
            runProgram("pg_ctl", "-D", files.toString(), "-m", mode, "-w", "-t", "60", "stop");
        }
    }

    /** The server of exactly this directory, if it runs and knows our password. */
    private Optional<ProcessHandle> runningServer() throws IOException {
        Path pidFile = files.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> handle = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        // A pid may have been given to somebody else since: only a server that answers for this directory is ours.
        return handle.filter(ProcessHandle::isAlive).filter(process -> answersForThisDirectory());
    }

    private boolean answersForThisDirectory() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Path.of(row.getString(1)).equals(files);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(url(database), properties);
    }

    private void createDatabase() throws IOException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                if (row.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + NAME);
        } catch (SQLException e) {
            throw new IOException("the database can't be created: " + e.getMessage(), e);
        }
    }

    private void create() throws IOException {
        identity.own(directory);
        List<String> words = new ArrayList<>(List.of(
                "initdb",
                "-D",
                files.toString(),
                "-U",
                USER,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth-host=scram-sha-256",
                "--auth-local=reject",
                "--pwfile=" + directory.resolve("password"),
                "--data-checksums"));
        if (durability == Durability.NONE) {
            words.add("--no-sync");
        }
        runProgram(words.toArray(String[]::new));
    }

    private void writeSettings() throws IOException {
        String sync = durability == Durability.FULL ? "on" : "off";
        Files.writeString(
                files.resolve("postgresql.conf"),
                """
                # Written by kachehri at every start. Operators put their own settings into own.conf.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                password_encryption = 'scram-sha-256'
                max_connections = 100
                shared_buffers = '128MB'
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_min_messages = 'warning'
                # A file for each day of the week, overwritten in the next.
                logging_collector = on
                log_directory = '../log'
                log_filename = 'postgres-%%a.log'
                log_truncate_on_rotation = on
                log_rotation_age = '1d'
                log_rotation_size = 0
                # Statements and their values hold personal data.
                log_min_error_statement = 'panic'
                log_parameter_max_length_on_error = 0
                include_if_exists = 'own.conf'
                """
                        .formatted(port, sync, sync, sync));
        // 127.0.0.1 with a password, and nothing else: other people have accounts on this machine too.
        Files.writeString(files.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    }

    private void refuseOtherVersion() throws IOException {
        Path version = files.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            return;
        }
        int major = Integer.parseInt(Files.readString(version).strip());
        if (major < PostgresPrograms.MAJOR) {
            throw new DatabaseRefused("The data directory was written by PostgreSQL " + major
                    + ": run 'kachehri admin upgrade-database' first.");
        }
        if (major > PostgresPrograms.MAJOR) {
            throw new DatabaseRefused("The data directory was written by PostgreSQL " + major
                    + ", which is newer than this release; use the release that wrote it.");
        }
    }

    private void runProgram(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, programs.program(words[0]).toString());
        Path output = Files.createTempFile(directory, words[0], ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(identity.command(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("PGDATA");
            Process process = builder.start();
            if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
                process.destroy();
                throw new IOException(words[0] + " took too long");
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        words[0] + " failed: " + Files.readString(output).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(words[0] + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String keptPassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.TRUNCATE_EXISTING);
        }
        return Files.readString(file).strip();
    }

    private int keptPort() throws IOException {
        Path file = directory.resolve("port");
        if (Files.exists(file)) {
            return Integer.parseInt(Files.readString(file).strip());
        }
        port = freePort();
        keepPort();
        return port;
    }

    private void keepPort() throws IOException {
        Files.writeString(directory.resolve("port"), String.valueOf(port));
    }

    private static boolean taken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
