package org.kachehri.signaling.reception;

import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;

/**
 * Who sits on a seat.
 *
 * @param key finds the same seat again after a reconnect: {@code official:<id>} or {@code visit:<id>}
 * @param name as the others may read it; the alias of a denouncer, never the name
 * @param postId the post an official acts in; null for a citizen
 * @param point the name of the place they speak from; null when it must not be shown
 */
public record Person(String key, String name, Role role, String postId, Words point, Language language) {}
