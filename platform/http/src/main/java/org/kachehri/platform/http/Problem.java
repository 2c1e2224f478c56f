package org.kachehri.platform.http;

import java.util.Map;

/**
 * A refusal as RFC 9457 puts it. Says what is wrong and what the person can do, never how the program is made.
 *
 * @param type a short stable word, e.g. {@code not-signed-in}; clients decide by it
 * @param title one sentence
 * @param role who may do it instead; null where it isn't a question of role
 * @param reference number to tell the operator, found again in the log; null where there is nothing to look up
 * @param fields what is wrong with which field; null or empty when it isn't about fields
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String role,
        String reference,
        Map<String, String> fields) {

    public static Problem of(int status, String type, String title) {
        return new Problem(type, title, status, null, null, null, null);
    }

    public static Problem notFound(String title) {
        return of(404, "not-found", title);
    }

    public static Problem conflict(String type, String title) {
        return of(409, type, title);
    }

    public Problem withDetail(String text) {
        return new Problem(type, title, status, text, role, reference, fields);
    }

    public Problem withRole(String who) {
        return new Problem(type, title, status, detail, who, reference, fields);
    }

    public Problem withReference(String number) {
        return new Problem(type, title, status, detail, role, number, fields);
    }

    public Problem withFields(Map<String, String> wrong) {
        return new Problem(type, title, status, detail, role, reference, Map.copyOf(wrong));
    }
}
