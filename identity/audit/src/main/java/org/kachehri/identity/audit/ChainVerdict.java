package org.kachehri.identity.audit;

/** What a walk along the chain found. */
public sealed interface ChainVerdict {
    /** @param headHash hash of the last line in hex; kept elsewhere, it also proves that no line was cut off the end */
    record Intact(long lines, String headHash) implements ChainVerdict {}

    /** @param number the first line that doesn't fit; what comes after it can't be trusted either */
    record Broken(long number, String why) implements ChainVerdict {}
}
