package org.kachehri.recording.archive;

import java.util.Optional;

/**
 * Something that isn't as it should be.
 *
 * @param code the reception's number; a folder's or a list's name where there is none
 * @param place the store it was found in; empty: the local directory
 * @param detail a sentence
 * @param repaired how; empty: it was not
 */
record Finding(String code, String place, What what, String detail, Optional<String> repaired) {
    /** What people are told in their language. */
    enum What {
        /** A package, or a copy of one, isn't as it was sealed. */
        DAMAGED,
        /** A reception was held, and nothing was recorded of it. */
        NO_RECORDING,
        /** A reception was recorded, and there is no package of it. */
        NO_PACKAGE,
        /** There is a package that nobody has sealed here. */
        UNKNOWN_PACKAGE,
        /** There is a recording of a reception that nobody knows. */
        UNKNOWN_RECEPTION,
        /** A daily list isn't the one that was made. */
        NO_LIST
    }

    static Finding of(String code, String place, What what, String detail) {
        return new Finding(code, place, what, detail, Optional.empty());
    }
}
