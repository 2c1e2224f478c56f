package org.kachehri.recording.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.Addenda;
import org.kachehri.recording.seal.SigningIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds papers that came after the seal to their packages. The orders are in the database and wait until the package is sealed. One thread at a time. */
final class AddPapers {
    private static final Logger LOG = LoggerFactory.getLogger(AddPapers.class);

    private final Transactions transactions;
    private final LocalPackages packages;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final SigningIdentity identity;
    private final Clock clock;

    AddPapers(
            Transactions transactions,
            LocalPackages packages,
            RecordingStore recordings,
            CopyStore copies,
            SigningIdentity identity,
            Clock clock) {
        this.transactions = transactions;
        this.packages = packages;
        this.recordings = recordings;
        this.copies = copies;
        this.identity = identity;
        this.clock = clock;
    }

    private record Order(String receptionId, String name, byte[] bytes, Instant orderedAt) {}

    void order(Handle tx, String receptionId, String name, byte[] bytes) {
        tx.createUpdate(
                        """
                        INSERT INTO archive.paper_order (reception_id, name, bytes, ordered_at) VALUES (:id, :name, :bytes, :now)
                        ON CONFLICT (reception_id, name) DO UPDATE SET bytes = :bytes, ordered_at = :now""")
                .bind("id", receptionId)
                .bind("name", name)
                .bind("bytes", bytes)
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
    }

    /** Of what was destroyed. */
    void forget(Handle tx, String receptionId) {
        tx.createUpdate("DELETE FROM archive.paper_order WHERE reception_id = :id")
                .bind("id", receptionId)
                .execute();
    }

    /**
     * Everything whose package is sealed; what fails is tried again the next time.
     *
     * @return whether something was added
     */
    boolean round() {
        boolean added = false;
        for (Order order : transactions.run(AddPapers::due)) {
            try {
                add(order);
                added = true;
            } catch (IOException e) {
                LOG.error("{} can't be added to the package of reception {} yet", order.name(), order.receptionId(), e);
            }
        }
        return added;
    }

    private void add(Order order) throws IOException {
        Path sealed = packages.local(order.receptionId());
        if (!Files.exists(sealed)) {
            throw new IOException("The package is missing.");
        }
        Addenda addenda = new Addenda(sealed);
        Optional<byte[]> there = addenda.paper(order.name());
        // After a crash between disk and database it is there already.
        if (there.isEmpty() || !Arrays.equals(there.get(), order.bytes())) {
            addenda.add(identity, Map.of(order.name(), order.bytes()), clock);
        }
        transactions.act(tx -> {
            tx.createUpdate(
                            """
                            DELETE FROM archive.paper_order WHERE reception_id = :id AND name = :name AND ordered_at = :at""")
                    .bind("id", order.receptionId())
                    .bind("name", order.name())
                    .bind("at", Timestamp.from(order.orderedAt()))
                    .execute();
            recordings.added(tx, order.receptionId());
            copies.changed(tx, order.receptionId(), clock.instant());
        });
    }

    private static List<Order> due(Handle tx) {
        return tx.createQuery(
                        """
                        SELECT o.* FROM archive.paper_order o JOIN archive.recording r USING (reception_id)
                        WHERE r.state IN ('SEALED', 'ARCHIVED', 'VERIFIED') ORDER BY o.ordered_at""")
                .map((row, context) -> new Order(
                        row.getString("reception_id"),
                        row.getString("name"),
                        row.getBytes("bytes"),
                        row.getTimestamp("ordered_at").toInstant()))
                .list();
    }
}
