package org.kachehri.recording.composer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages in which a copy speaks for itself. */
enum Tongue {
    UR,
    VI,
    EN;

    static Optional<Tongue> ofCode(String code) {
        return Arrays.stream(values())
                .filter(tongue -> tongue.name().toLowerCase(Locale.ROOT).equals(code))
                .findFirst();
    }
}
