package org.kachehri.tests.network;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Optional;

/** Skips what this machine can't do, and says so where people look. */
final class Obstacles {
    private Obstacles() {}

    static void assumeNone(Optional<String> obstacle) {
        obstacle.ifPresent(reason -> {
            System.out.println("Skipped: " + reason);
            abort(reason);
        });
    }
}
