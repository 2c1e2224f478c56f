package org.kachehri.eoffice.cases;

/** What lengthens some limits: a complex matter, an isolated area with hard travel, or both. */
public enum Circumstances {
    NORMAL,
    COMPLEX,
    REMOTE,
    REMOTE_COMPLEX
}
