package org.kachehri.platform.postgres;

/** The database can't be used as it is; the message is one sentence for the operator. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseRefused(String sentence) {
        super(sentence);
    }

    DatabaseRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
