package org.kachehri.identity.people;

/** How somebody came to a post's rights. They are the same; papers and laws that ask for the leader in person tell them apart. */
public enum Charge {
    APPOINTED,
    /** Has charge of a post that nobody is appointed to. */
    ACTING,
    /** For the days of somebody's leave. */
    SUBSTITUTE
}
