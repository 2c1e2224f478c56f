package org.kachehri.platform.http;

import io.vertx.json.schema.OutputUnit;

/** Reads one sentence out of a validator's verdict. */
final class Complaints {
    /** Long enough to name the field and the rule; the rest of a verdict repeats itself. */
    private static final int LENGTH = 300;

    private Complaints() {}

    static String first(OutputUnit verdict) {
        if (verdict.getErrors() == null || verdict.getErrors().isEmpty()) {
            return cut(String.valueOf(verdict.getError()));
        }
        // The deepest place is the most telling: the outer ones only say that an inner one failed.
        OutputUnit telling = verdict.getErrors().getFirst();
        for (OutputUnit error : verdict.getErrors()) {
            if (depth(error) > depth(telling)) {
                telling = error;
            }
        }
        return cut(telling.getInstanceLocation() + ": " + telling.getError());
    }

    static String cut(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH);
    }

    private static long depth(OutputUnit error) {
        return error.getInstanceLocation() == null
                ? 0
                : error.getInstanceLocation().chars().filter(c -> c == '/').count();
    }
}
