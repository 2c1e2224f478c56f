package org.kachehri.identity.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.ModuleSchema;

/**
 * The append-only log of what was done and what was looked at. Lines are chained by SHA-256. Writing locks the end of the chain until
 * the caller's transaction ends, so write it last in a transaction that does much else.
 */
public final class AuditLog {
    public static final ModuleSchema SCHEMA = new ModuleSchema("audit");
    /** Fetched and dropped in portions, so that a log of any length can be verified. */
    private static final int PORTION = 1_000;

    private final Clock clock;

    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    public void write(Handle tx, AuditEntry entry) {
        Head head = tx.createQuery("SELECT number, hash FROM audit.head FOR UPDATE")
                .map((row, context) -> new Head(row.getLong(1), row.getBytes(2)))
                .one();
        // PostgreSQL keeps microseconds; the hash must be over what can be read back.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String detail = canonical(entry.detail());
        long number = head.number() + 1;
        byte[] hash = hash(head.hash(), number, at, entry, detail);
        tx.createUpdate(
                        """
                        INSERT INTO audit.line (number, at, actor, post, action, subject, reason, detail, previous, hash)
                        VALUES (:number, :at, :actor, :post, :action, :subject, :reason, :detail, :previous, :hash)""")
                .bind("number", number)
                .bind("at", Timestamp.from(at))
                .bind("actor", entry.actor())
                .bind("post", entry.post())
                .bind("action", entry.action())
                .bind("subject", entry.subject())
                .bind("reason", entry.reason())
                .bind("detail", detail)
                .bind("previous", head.hash())
                .bind("hash", hash)
                .execute();
        tx.createUpdate("UPDATE audit.head SET number = :number, hash = :hash")
                .bind("number", number)
                .bind("hash", hash)
                .execute();
    }

    /** Lines about one thing, oldest first, at most 1 000: what a person reads on one page. */
    public List<AuditLine> about(Handle tx, String subject) {
        return tx.createQuery("SELECT * FROM audit.line WHERE subject = :subject ORDER BY number LIMIT 1000")
                .bind("subject", subject)
                .map((row, context) -> line(row).line())
                .list();
    }

    /** Lines with smaller numbers than this, the newest first. */
    public List<AuditLine> before(Handle tx, long number, int most) {
        return tx.createQuery("SELECT * FROM audit.line WHERE number < :number ORDER BY number DESC LIMIT :most")
                .bind("number", number)
                .bind("most", most)
                .map((row, context) -> line(row).line())
                .list();
    }

    /** @param text one JSON object a line, with both hashes, so that the lines can be checked without us */
    public record Export(int lines, String text) {}

    /** What was written from one moment to before another; empty when that is more than so many lines. */
    public Optional<Export> export(Handle tx, Instant from, Instant to, int most) {
        List<Chained> lines = tx.createQuery(
                        """
                        SELECT * FROM audit.line WHERE at >= :from AND at < :to ORDER BY number LIMIT :most + 1""")
                .bind("from", Timestamp.from(from))
                .bind("to", Timestamp.from(to))
                .bind("most", most)
                .map((row, context) -> line(row))
                .list();
        if (lines.size() > most) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(exported(line)).append('\n'));
        return Optional.of(new Export(lines.size(), text.toString()));
    }

    private record ExportedLine(
            long number,
            Instant at,
            String actor,
            String post,
            String action,
            String subject,
            String reason,
            String detail,
            String previous,
            String hash) {}

    private static String exported(Chained line) {
        AuditEntry entry = line.line().entry();
        try {
            return Json.mapper()
                    .writeValueAsString(new ExportedLine(
                            line.line().number(),
                            line.line().at(),
                            entry.actor(),
                            entry.post(),
                            entry.action(),
                            entry.subject(),
                            entry.reason(),
                            line.detail(),
                            HexFormat.of().formatHex(line.previous()),
                            HexFormat.of().formatHex(line.hash())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of words becomes JSON", e);
        }
    }

    /** Walks the whole chain, up to what was its end when the walk began: others may write meanwhile. */
    public ChainVerdict verify(Handle tx) {
        Head head = tx.createQuery("SELECT number, hash FROM audit.head")
                .map((row, context) -> new Head(row.getLong(1), row.getBytes(2)))
                .one();
        byte[] previous = new byte[32];
        long number = 0;
        try (var lines = tx
                .createQuery("SELECT * FROM audit.line WHERE number <= :head ORDER BY number")
                .bind("head", head.number())
                .setFetchSize(PORTION)
                .map((row, context) -> line(row))
                .stream()) {
            for (Iterator<Chained> each = lines.iterator(); each.hasNext(); ) {
                Chained next = each.next();
                number++;
                AuditLine line = next.line();
                if (line.number() != number) {
                    return new ChainVerdict.Broken(number, "line is missing");
                }
                if (!MessageDigest.isEqual(previous, next.previous())) {
                    return new ChainVerdict.Broken(number, "line doesn't follow the one before it");
                }
                byte[] hash = hash(previous, number, line.at(), line.entry(), next.detail());
                if (!MessageDigest.isEqual(hash, next.hash())) {
                    return new ChainVerdict.Broken(number, "line was changed");
                }
                previous = hash;
            }
        }
        if (head.number() != number || !MessageDigest.isEqual(head.hash(), previous)) {
            return new ChainVerdict.Broken(number + 1, "lines are missing at the end");
        }
        return new ChainVerdict.Intact(number, HexFormat.of().formatHex(previous));
    }

    private record Head(long number, byte[] hash) {}

    private record Chained(AuditLine line, String detail, byte[] previous, byte[] hash) {}

    private static Chained line(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        AuditEntry entry = new AuditEntry(
                row.getString("actor"),
                row.getString("post"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                parsed(detail));
        AuditLine line =
                new AuditLine(row.getLong("number"), row.getTimestamp("at").toInstant(), entry);
        return new Chained(line, detail, row.getBytes("previous"), row.getBytes("hash"));
    }

    /** Every field with its length before it, so that no two different lines give the same bytes. */
    private static byte[] hash(byte[] previous, long number, Instant at, AuditEntry entry, String detail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(previous);
            out.writeLong(number);
            out.writeLong(at.getEpochSecond());
            out.writeInt(at.getNano());
            String[] fields = {entry.actor(), entry.post(), entry.action(), entry.subject(), entry.reason(), detail};
            for (String field : fields) {
                byte[] text = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
                out.writeInt(field == null ? -1 : text.length);
                out.write(text);
            }
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String canonical(Map<String, String> detail) {
        try {
            return Json.mapper().writeValueAsString(new TreeMap<>(detail));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("detail", e);
        }
    }

    private static Map<String, String> parsed(String detail) {
        try {
            return Json.mapper().readValue(detail, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            // A tampered line may hold anything; the hash will tell.
            return Map.of("unreadable", "true");
        }
    }
}
