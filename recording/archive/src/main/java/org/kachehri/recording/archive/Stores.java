package org.kachehri.recording.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.recording.seal.SigningIdentity;
import org.kachehri.recording.storage.ArchiveKey;
import org.kachehri.recording.storage.ChunkStore;
import org.kachehri.recording.storage.DataKey;
import org.kachehri.recording.storage.PackageCopies;

/** The stores that hold copies, with the keys to what is in them and the key that signs for it. Any thread. */
final class Stores implements AutoCloseable {
    private final Transactions transactions;
    private final CopyStore rows;
    private final List<ChunkStore> opened;
    private final Map<String, PackageCopies> byName = new LinkedHashMap<>();
    private final Optional<ArchiveKey> master;
    private final Optional<Duration> localTime;
    private final SigningIdentity signer;
    private final List<Path> signerTrust;
    private final SecureRandom random = new SecureRandom();

    /** @throws UncheckedIOException with a sentence when a key can't be used */
    static Stores open(Transactions transactions, CopyStore rows, StorageSettings settings, Clock clock) {
        List<ChunkStore> opened =
                settings.stores().stream().map(store -> store.open(clock)).toList();
        return new Stores(transactions, rows, opened, settings, clock);
    }

    Stores(Transactions transactions, CopyStore rows, List<ChunkStore> opened, StorageSettings settings, Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.opened = opened;
        opened.forEach(store -> byName.put(store.name(), new PackageCopies(store)));
        localTime = settings.localTime();
        signerTrust = List.of(settings.receipts().directory().resolve(SigningIdentity.AUTHORITY_CERTIFICATE));
        try {
            signer = SigningIdentity.open(settings.receipts(), clock);
            master = settings.key().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ArchiveKey.read(settings.key().get()));
            Optional<byte[]> wrapped = transactions.run(rows::anyDataKey);
            if (master.isPresent() && wrapped.isPresent()) {
                master.get().check(wrapped.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Empty for a store that isn't configured any more. */
    Optional<PackageCopies> of(String store) {
        return Optional.ofNullable(byName.get(store));
    }

    boolean encrypts() {
        return master.isPresent();
    }

    Optional<Duration> localTime() {
        return localTime;
    }

    SigningIdentity signer() {
        return signer;
    }

    /** Whose receipts count. */
    List<Path> signerTrust() {
        return signerTrust;
    }

    /** To open what is stored; empty where it isn't encrypted, or its key is destroyed. */
    Optional<DataKey> key(String receptionId) {
        return master.flatMap(
                key -> transactions.run(tx -> rows.dataKey(tx, receptionId)).map(wrapped -> new DataKey(key, wrapped)));
    }

    /**
     * To encrypt with; made when there is none yet. Empty only where nothing is encrypted.
     *
     * @throws IOException when it was destroyed: nothing of this reception may be stored again
     */
    Optional<DataKey> newKey(String receptionId) throws IOException {
        master.ifPresent(key -> transactions.act(tx -> rows.keep(tx, receptionId, key.newDataKey(random))));
        Optional<DataKey> key = key(receptionId);
        if (master.isPresent() && key.isEmpty()) {
            throw new IOException("the key of its copies was destroyed");
        }
        return key;
    }

    @Override
    public void close() {
        opened.forEach(ChunkStore::close);
    }
}
