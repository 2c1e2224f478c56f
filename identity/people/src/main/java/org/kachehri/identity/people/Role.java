package org.kachehri.identity.people;

/** What a person is in a reception or in the office (DOMAIN 7). An official's role comes with a post; the others come with the visit. */
public enum Role {
    CHAIR,
    RECEIVER,
    SECRETARY,
    TECH,
    SPECIALIST,
    CITIZEN,
    REPRESENTATIVE,
    AGENT,
    LAWYER,
    INTERPRETER,
    OBSERVER,
    SECURITY,
    INSPECTOR,
    ARCHIVIST,
    DPO,
    /** Keeps the product running; has no access to content. */
    ADMIN
}
