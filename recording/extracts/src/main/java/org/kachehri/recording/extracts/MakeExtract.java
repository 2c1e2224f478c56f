package org.kachehri.recording.extracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.kachehri.identity.access.Approval;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.ArchivedRecording;
import org.kachehri.recording.archive.RecordingState;
import org.kachehri.recording.replay.MinutesLookup;
import org.kachehri.recording.seal.BagZip;
import org.kachehri.recording.seal.Durable;
import org.kachehri.recording.seal.ExtractRequest;
import org.kachehri.recording.seal.Seal;
import org.kachehri.recording.seal.SealedPackage;
import org.kachehri.recording.seal.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an extract that was approved: checks the recording's seal, has the composer make picture and events, puts the papers to them, seals
 * all with its own manifest and packs it into a zip. The zip has its name only when it is whole. Blocks; one at a time.
 */
final class MakeExtract {
    /** How people are masked: docs/media/recording-format.md says what it means. */
    private static final String MASKING_RULE = "kachehri-mask-1";

    /** What the composer makes, and belongs into the extract. */
    private static final List<String> COMPOSED = List.of("extract.mp4", "events.jsonl", "ledger.jsonl");

    private static final Logger LOG = LoggerFactory.getLogger(MakeExtract.class);

    private final Transactions transactions;
    private final Archive archive;
    private final MinutesLookup minutes;
    private final ReceiptLookup receipts;
    private final Seal seal;
    private final ExtractStore store;
    private final AuditLog audit;

    MakeExtract(
            Transactions transactions,
            Archive archive,
            MinutesLookup minutes,
            ReceiptLookup receipts,
            Seal seal,
            ExtractStore store,
            AuditLog audit) {
        this.transactions = transactions;
        this.archive = archive;
        this.minutes = minutes;
        this.receipts = receipts;
        this.seal = seal;
        this.store = store;
        this.audit = audit;
    }

    /** The finished extract. */
    Path zip(Extract extract) {
        return archive.extractsDirectory(extract.receptionId()).resolve(extract.id() + ".zip");
    }

    /** What whoever gets it sees as its name. */
    static String name(Extract extract) {
        return extract.code().replaceAll("[^A-Za-z0-9-]", "-") + "-extract-"
                + extract.id().substring(0, 8);
    }

    boolean isDestroyed(Handle tx, Extract extract) {
        return archive.recording(tx, extract.receptionId())
                .filter(recording -> recording.state() != RecordingState.DESTROYED)
                .isEmpty();
    }

    /** @throws JdbiException when the database is away; what was made is gone, and it may be made again */
    void make(Extract extract, Approval approval) {
        Path work = archive.extractsDirectory(extract.receptionId()).resolve(extract.id() + ".making");
        try {
            if (transactions.run(tx -> isDestroyed(tx, extract))) {
                transactions.act(tx -> store.failed(tx, extract.id()));
                return;
            }
            Durable.deleteTree(work);
            Files.createDirectories(work);
            SealedPackage made = sealed(extract, approval, work);
            boolean kept = transactions.run(tx -> {
                // Destroyed before this it is deleted here, destroyed after it with the recording's folder.
                if (isDestroyed(tx, extract)) {
                    store.failed(tx, extract.id());
                    return false;
                }
                store.ready(tx, extract.id(), made.manifestSha256(), made.sealedAt());
                audit.write(
                        tx,
                        AuditEntry.of(extract.askerId(), null, "MAKE_EXTRACT", extract.receptionId())
                                .with(Map.of("extract", extract.id(), "seal", made.manifestSha256())));
                return true;
            });
            if (!kept) {
                Files.deleteIfExists(zip(extract));
            }
        } catch (JdbiException away) {
            throw away;
        } catch (IOException | RuntimeException e) {
            LOG.error("Extract {} of reception {} could not be made", extract.id(), extract.receptionId(), e);
            transactions.act(tx -> store.failed(tx, extract.id()));
        } catch (InterruptedException stopping) {
            // The next run goes on with it.
            Thread.currentThread().interrupt();
        } finally {
            try {
                Durable.deleteTree(work);
            } catch (IOException left) {
                LOG.warn("What was left of making extract {} could not be taken away", extract.id(), left);
            }
        }
    }

    private SealedPackage sealed(Extract extract, Approval approval, Path work)
            throws IOException, InterruptedException {
        String receptionId = extract.receptionId();
        Verification source = archive.check(receptionId);
        if (!source.verdict().isIntact()) {
            throw new IOException("The recording isn't as it was sealed: " + source.reason());
        }
        Path order = work.resolve("order.json");
        Files.writeString(order, order(extract).toPrettyString());
        Path composed = work.resolve("composed");
        archive.excerpt(receptionId, order, composed);
        Map<String, Path> files = new LinkedHashMap<>();
        COMPOSED.forEach(name -> files.put(name, composed.resolve(name)));
        People people = new People(archive.packageDirectory(receptionId), archive.copiesDirectory(receptionId));
        Map<String, String> papers = transactions.run(tx ->
                new Papers(extract, people).of(minutes.minutes(tx, receptionId), receipts.receipt(tx, receptionId)));
        for (Map.Entry<String, String> paper : papers.entrySet()) {
            files.put(paper.getKey(), Files.writeString(work.resolve(paper.getKey()), paper.getValue()));
        }
        JsonNode description = Json.mapper().readTree(Files.readAllBytes(composed.resolve("excerpt.json")));
        ArchivedRecording recording =
                transactions.run(tx -> archive.recording(tx, receptionId)).orElseThrow();
        Path bag = work.resolve(name(extract));
        SealedPackage made = seal.seal(
                new ExtractRequest(extract.code(), about(extract, approval, recording, description), files), bag);
        Path zip = work.resolve("extract.zip");
        BagZip.write(bag, zip);
        Files.move(zip, zip(extract), StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    /** As the composer wants it: docs/media/recording-format.md. */
    private static ObjectNode order(Extract extract) {
        ObjectNode order = Json.mapper().createObjectNode();
        order.put("fromMillis", extract.fromMillis()).put("toMillis", extract.toMillis());
        order.set("tracks", Json.mapper().valueToTree(extract.tracks()));
        order.set("masks", Json.mapper().valueToTree(extract.masks()));
        return order;
    }

    private static ObjectNode about(
            Extract extract, Approval approval, ArchivedRecording recording, JsonNode description) {
        ObjectNode about = Json.mapper().createObjectNode();
        about.putObject("source")
                .put("sealSha256", recording.manifestSha256().orElseThrow())
                .put("sealedAt", recording.sealedAt().orElseThrow().toString());
        about.set("from", description.path("from"));
        about.set("to", description.path("to"));
        about.put("fromMillis", extract.fromMillis()).put("toMillis", extract.toMillis());
        about.set("tracks", description.path("tracks"));
        about.set("masked", description.path("masked"));
        if (!extract.masks().isEmpty()) {
            about.put("maskingRule", MASKING_RULE);
        }
        about.putObject("asked")
                .put("by", approval.askedBy())
                .put("at", approval.askedAt().toString())
                .put("reason", approval.reason());
        about.putObject("approved")
                .put("by", approval.decidedBy())
                .put("at", approval.decidedAt().toString());
        Optional<Extract.Citizen> citizen = extract.citizen();
        citizen.ifPresent(
                one -> about.putObject("citizen").put("peer", one.peer()).put("pass", one.pass()));
        return about;
    }
}
