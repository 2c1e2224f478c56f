package org.kachehri.eoffice.cases;

/** What the chair decides at the end of a reception: columns 8 to 10 of the reception book, or an answer on the spot. */
public enum Handling {
    ACCEPTED,
    RETURNED_GUIDED,
    TRANSFERRED,
    ANSWERED
}
