package org.kachehri.recording.archive;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.outbox.Relay;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.SignedText;
import org.kachehri.recording.seal.Verification;
import org.kachehri.recording.storage.Fault;
import org.kachehri.recording.storage.PackageCopies;
import org.kachehri.recording.storage.StoredCopy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sealed packages to every store, signs for what is there, reads it back, and lets the local one go. The queue is in the database: what a store that
 * is away or the program's end has interrupted goes on where it was. One thread at a time.
 */
final class HandOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Transactions transactions;
    private final RecordingStore recordings;
    private final CopyStore copies;
    private final Stores stores;
    private final LocalPackages packages;
    private final FinaliseRecording finalise;
    private final Clock clock;

    HandOver(
            Transactions transactions,
            RecordingStore recordings,
            CopyStore copies,
            Stores stores,
            LocalPackages packages,
            FinaliseRecording finalise,
            Clock clock) {
        this.transactions = transactions;
        this.recordings = recordings;
        this.copies = copies;
        this.stores = stores;
        this.packages = packages;
        this.finalise = finalise;
        this.clock = clock;
    }

    /** Everything that is due; what fails is due again later, and later still. */
    void round() throws InterruptedException {
        transactions.act(tx -> stores.names().forEach(name -> copies.enqueue(tx, name, clock.instant())));
        delete();
        // What was brought is read back in the same round.
        for (int step = 0; step < 2; step++) {
            for (CopyStore.Copy copy : transactions.run(tx -> copies.due(tx, clock.instant()))) {
                Optional<PackageCopies> there = stores.of(copy.store());
                if (there.isPresent()) {
                    further(copy, there.get());
                }
            }
        }
        evict();
    }

    private void further(CopyStore.Copy copy, PackageCopies there) throws InterruptedException {
        String id = copy.receptionId();
        try {
            switch (copy.state()) {
                case WAITING -> bring(copy, there);
                case STORED -> readBack(copy, there);
                case VERIFIED -> throw new IllegalStateException("Nothing is due of what is verified");
            }
            transactions.act(tx -> settle(tx, id));
        } catch (IOException | RuntimeException e) {
            Instant due = clock.instant().plus(Relay.waitAfter(copy.tries() + 1));
            LOG.warn("Reception {} and {}: {}; tried again at {}", id, copy.store(), e.getMessage(), due);
            transactions.act(tx -> copies.failed(tx, id, copy.store(), String.valueOf(e.getMessage()), due));
        }
    }

    private void bring(CopyStore.Copy copy, PackageCopies there) throws IOException, InterruptedException {
        String id = copy.receptionId();
        Verification verification = finalise.check(id);
        if (!verification.verdict().isIntact()) {
            throw new IOException("the package here isn't intact: " + verification.reason());
        }
        StoredCopy stored = there.put(id, packages.local(id), stores.newKey(id));
        SignedText receipt =
                SignedText.by(stores.signer(), receipt(stored, copy.store()).text());
        transactions.act(tx -> copies.stored(tx, copy.store(), stored, receipt, clock.instant()));
    }

    private Receipt receipt(StoredCopy stored, String store) {
        String seal = transactions
                .run(tx -> recordings.recording(tx, stored.receptionId()))
                .flatMap(ArchivedRecording::manifestSha256)
                .orElseThrow();
        return new Receipt(stored, seal, store, clock.instant());
    }

    private void readBack(CopyStore.Copy copy, PackageCopies there) throws IOException {
        List<Fault> faults = there.check(copy.stored().orElseThrow());
        if (faults.isEmpty()) {
            transactions.act(tx -> copies.verified(tx, copy.receptionId(), copy.store(), clock.instant()));
        } else {
            LOG.error(
                    "Reception {}: {}; {}",
                    copy.receptionId(),
                    faults.getFirst().how(),
                    repair(copy, faults));
        }
    }

    /**
     * Makes a copy whole again, from another store or with the local package.
     *
     * @return what was done, as the end of a sentence
     */
    String repair(CopyStore.Copy copy, List<Fault> faults) throws IOException {
        String id = copy.receptionId();
        PackageCopies there = stores.of(copy.store()).orElseThrow();
        StoredCopy stored = copy.stored().orElseThrow();
        for (CopyStore.Copy other : transactions.run(tx -> copies.of(tx, id))) {
            boolean same = other.stored().map(StoredCopy::indexSha256).equals(Optional.of(stored.indexSha256()));
            Optional<PackageCopies> elsewhere = stores.of(other.store());
            if (same && elsewhere.isPresent() && !other.store().equals(copy.store())) {
                try {
                    there.repair(stored, faults, elsewhere.get());
                    if (there.check(stored).isEmpty()) {
                        return "repaired from " + other.store();
                    }
                } catch (IOException e) {
                    LOG.warn("{} can't repair reception {}: {}", other.store(), id, e.getMessage());
                }
            }
        }
        there.discard(stored, faults);
        String trouble = faults.getFirst().how();
        transactions.act(tx -> copies.again(tx, id, copy.store(), trouble, clock.instant()));
        return "brought there anew";
    }

    /** A recording is as far as the last of its copies. */
    void settle(Handle tx, String id) {
        List<CopyStore.Copy> all = copies.of(tx, id).stream()
                .filter(copy -> stores.of(copy.store()).isPresent())
                .toList();
        RecordingState state = recordings.recording(tx, id).orElseThrow().state();
        boolean open = (state == RecordingState.SEALED || state == RecordingState.ARCHIVED)
                && all.size() == stores.names().size();
        if (open && all.stream().noneMatch(copy -> copy.state() == CopyStore.State.WAITING)) {
            recordings.state(tx, id, RecordingState.ARCHIVED, clock.instant());
        }
        if (open && all.stream().allMatch(copy -> copy.state() == CopyStore.State.VERIFIED)) {
            recordings.state(tx, id, RecordingState.VERIFIED, clock.instant());
        }
    }

    private void evict() {
        if (stores.localTime().isEmpty()) {
            return;
        }
        Instant before = clock.instant().minus(stores.localTime().get());
        for (String id : transactions.run(tx -> copies.evictable(tx, stores.names(), before))) {
            try {
                List<String> unsigned = new ArrayList<>();
                for (CopyStore.Copy copy : transactions.run(tx -> copies.of(tx, id))) {
                    if (stores.of(copy.store()).isPresent() && !isSigned(copy)) {
                        unsigned.add(copy.store());
                    }
                }
                if (unsigned.isEmpty()) {
                    packages.evict(id);
                } else {
                    LOG.error("Reception {} stays here: its receipt for {} isn't valid", id, unsigned);
                }
            } catch (IOException e) {
                LOG.warn("The local package of reception {} can't be deleted: {}", id, e.getMessage());
            }
        }
    }

    private boolean isSigned(CopyStore.Copy copy) throws IOException {
        return copy.stored().isPresent()
                && copy.receipt().isPresent()
                && receipt(copy.stored().get(), copy.store())
                        .isGivenBy(copy.receipt().get(), stores.signerTrust());
    }

    /** What was destroyed leaves the stores, as far as they let go of it; without its key it is noise anyway. */
    private void delete() {
        for (CopyStore.Copy copy : transactions.run(copies::forgotten)) {
            try {
                Optional<PackageCopies> there = stores.of(copy.store());
                if (there.isPresent()) {
                    there.get().delete(copy.receptionId());
                    transactions.act(tx -> copies.deleted(tx, copy.receptionId(), copy.store()));
                }
            } catch (IOException e) {
                LOG.warn(
                        "What {} has of reception {} can't be deleted: {}",
                        copy.store(),
                        copy.receptionId(),
                        e.getMessage());
            }
        }
    }
}
