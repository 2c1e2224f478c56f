package org.kachehri.identity.access;

import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.SecondFactors;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.postgres.Transactions;

/**
 * Slows guessing down: so many failures for one login and from one address within the window, over all servers and restarts. A try counts
 * as a failure until it is known to be none, so that many at once are no more than many one after the other. The only SQL over it.
 *
 * <p>Bounded by what a try costs: four passwords are compared at once, some hundred a second, and what is older than the window goes.
 */
final class SignInLimit {
    static final Duration WINDOW = Duration.ofMinutes(5);
    /** Ten guesses in five minutes are 2 880 a day: nothing against any password that isn't on a list. Of codes three are good at a time: who has
     * the password needs a month for one chance in four. */
    static final int FAILURES_OF_A_LOGIN = 10;
    /** A whole office may share one address; five people may each forget theirs. */
    static final int FAILURES_OF_AN_ADDRESS = 50;

    private final Transactions transactions;
    private final SecondFactors marks;
    private final Clock clock;

    SignInLimit(Transactions transactions, SecondFactors marks, Clock clock) {
        this.transactions = transactions;
        this.marks = marks;
        this.clock = clock;
    }

    static Answer refusal() {
        return Answer.problem(Problem.of(429, "too-many-tries", "Too many tries; please wait five minutes"))
                .withHeader("Retry-After", String.valueOf(WINDOW.toSeconds()));
    }

    /** One try, until it is known what came of it. */
    final class Try {
        private final byte[] login;
        private final byte[] address;
        private final Instant at;
        private final boolean last;

        private Try(byte[] login, byte[] address, Instant at, boolean last) {
            this.login = login;
            this.address = address;
            this.at = at;
            this.last = last;
        }

        /** After this one, should it fail, the login has to wait. */
        boolean last() {
            return last;
        }

        /** Nothing counts against the login any more. */
        void succeeded() {
            transactions.act(tx -> {
                tx.createUpdate("DELETE FROM access.failure WHERE mark = :login")
                        .bind("login", login)
                        .execute();
                forgetOne(tx, address);
            });
        }

        /** It was neither wrong nor all that is asked for. */
        void undecided() {
            transactions.act(tx -> {
                forgetOne(tx, login);
                forgetOne(tx, address);
            });
        }

        private void forgetOne(Handle tx, byte[] mark) {
            tx.createUpdate(
                            """
                            DELETE FROM access.failure WHERE ctid = (
                                SELECT ctid FROM access.failure WHERE mark = :mark AND at = :at LIMIT 1 FOR UPDATE)""")
                    .bind("mark", mark)
                    .bind("at", Timestamp.from(at))
                    .execute();
        }
    }

    @FunctionalInterface
    interface Tried {
        Answer answer(Try one) throws Exception;
    }

    /** @return the refusal when there were too many tries already */
    Answer guarded(String login, String address, Tried tried) throws Exception {
        byte[] loginMark = marks.mark("login " + login);
        byte[] addressMark = marks.mark("address " + address);
        Instant now = clock.instant();
        int left = transactions.run(tx -> {
            tx.createUpdate("DELETE FROM access.failure WHERE at < :oldest")
                    .bind("oldest", Timestamp.from(now.minus(WINDOW)))
                    .execute();
            int free = Math.min(
                    FAILURES_OF_A_LOGIN - count(tx, loginMark),
                    // The address alone never makes a login's last try.
                    count(tx, addressMark) < FAILURES_OF_AN_ADDRESS ? Integer.MAX_VALUE : 0);
            if (free > 0) {
                for (byte[] mark : List.of(loginMark, addressMark)) {
                    tx.createUpdate("INSERT INTO access.failure (mark, at) VALUES (:mark, :now)")
                            .bind("mark", mark)
                            .bind("now", Timestamp.from(now))
                            .execute();
                }
            }
            return free;
        });
        return left > 0 ? tried.answer(new Try(loginMark, addressMark, now, left == 1)) : refusal();
    }

    /** Locked until the transaction ends, so that of two tries at once the second counts the first; logins before addresses: no deadlock. */
    private static int count(Handle tx, byte[] mark) {
        tx.createQuery("SELECT pg_advisory_xact_lock(:lock)")
                .bind("lock", ByteBuffer.wrap(Arrays.copyOf(mark, Long.BYTES)).getLong())
                .mapToMap()
                .list();
        return tx.createQuery("SELECT count(*) FROM access.failure WHERE mark = :mark")
                .bind("mark", mark)
                .mapTo(Integer.class)
                .one();
    }
}
