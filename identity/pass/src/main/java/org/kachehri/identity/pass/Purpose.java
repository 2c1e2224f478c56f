package org.kachehri.identity.pass;

import java.util.Optional;

/** What a pass is for. Its number stands in the token (docs/protocol/pass.md) and never changes its meaning. */
public enum Purpose {
    TICKET(1),
    IDENTITY_CHECK(2),
    DOCUMENT(3);

    private final int number;

    Purpose(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<Purpose> of(int number) {
        for (Purpose purpose : values()) {
            if (purpose.number == number) return Optional.of(purpose);
        }
        return Optional.empty();
    }
}
