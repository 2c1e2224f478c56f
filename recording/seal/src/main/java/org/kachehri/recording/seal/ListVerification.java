package org.kachehri.recording.seal;

import java.util.List;

/**
 * What checking lists of packages came to.
 *
 * @param lists how many there were
 * @param stamped how many of them have a time stamp
 * @param packages that they name
 * @param signersKnown whether all were signed by somebody who is trusted here
 * @param troubles one sentence each
 */
public record ListVerification(int lists, int stamped, int packages, boolean signersKnown, List<String> troubles) {
    public ListVerification {
        troubles = List.copyOf(troubles);
    }

    /** The same words and numbers as for one package. */
    Verdict verdict() {
        if (lists == 0) {
            return Verdict.NOT_A_PACKAGE;
        }
        if (!troubles.isEmpty()) {
            return Verdict.DAMAGED;
        }
        return signersKnown ? Verdict.INTACT : Verdict.INTACT_SIGNER_UNKNOWN;
    }
}
