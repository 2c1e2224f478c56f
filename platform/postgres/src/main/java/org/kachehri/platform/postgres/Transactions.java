package org.kachehri.platform.postgres;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Runs work in one transaction. Everything that belongs together (state, audit, outbox) takes the same {@code tx}; it commits when the
 * work returns and rolls back when it throws. Safe for any number of threads; each call blocks its (virtual) thread.
 */
public final class Transactions {
    private final Jdbi jdbi;

    Transactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Work that answers something; {@code X} is inferred, so that unchecked work needs no {@code throws}. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T in(Handle tx) throws X;
    }

    /** Work without an answer. */
    @FunctionalInterface
    public interface Act<X extends Exception> {
        void in(Handle tx) throws X;
    }

    public <T, X extends Exception> T run(Work<T, X> work) throws X {
        return jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work::in);
    }

    public <X extends Exception> void act(Act<X> act) throws X {
        jdbi.useTransaction(TransactionIsolationLevel.READ_COMMITTED, act::in);
    }
}
