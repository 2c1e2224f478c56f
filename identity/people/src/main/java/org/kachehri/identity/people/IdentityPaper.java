package org.kachehri.identity.people;

/** Kinds of paper a citizen may show; many have none (DOMAIN, SC-5). */
public enum IdentityPaper {
    NATIONAL_ID,
    PASSPORT,
    NONE
}
