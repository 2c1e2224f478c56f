package org.kachehri.recording.seal;

/** What checking a package came to. */
public enum Verdict {
    /** Every byte is as it was sealed, by a signer who is trusted here. */
    INTACT(0),
    /** At least one byte isn't as it was sealed, or something was taken out or put in. */
    DAMAGED(1),
    /** There is no package at that place. */
    NOT_A_PACKAGE(2),
    /** Every byte is as it was sealed, but nobody here vouches for the signer. */
    INTACT_SIGNER_UNKNOWN(3);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of {@code kachehri verify}. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether the evidence may be shown. */
    public boolean isIntact() {
        return this == INTACT || this == INTACT_SIGNER_UNKNOWN;
    }
}
