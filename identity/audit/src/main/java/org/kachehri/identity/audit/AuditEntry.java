package org.kachehri.identity.audit;

import java.util.Map;

/**
 * What somebody did or looked at.
 *
 * @param actor id of the official or visit that acted; {@code system} for the product itself
 * @param post id of the post in force; null where there is none
 * @param action name of the action, e.g. {@code VIEW_IDENTITY}
 * @param subject id of what it was done to
 * @param reason what the person gave as reason; null where none is asked
 * @param detail what else an inspector needs; never personal data
 */
public record AuditEntry(
        String actor, String post, String action, String subject, String reason, Map<String, String> detail) {
    public AuditEntry {
        detail = Map.copyOf(detail);
    }

    public static AuditEntry of(String actor, String post, String action, String subject) {
        return new AuditEntry(actor, post, action, subject, null, Map.of());
    }

    public AuditEntry because(String given) {
        return new AuditEntry(actor, post, action, subject, given, detail);
    }

    public AuditEntry with(Map<String, String> more) {
        return new AuditEntry(actor, post, action, subject, reason, more);
    }
}
