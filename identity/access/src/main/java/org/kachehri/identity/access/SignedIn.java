package org.kachehri.identity.access;

import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;

/** An official with the post in force; what every official's endpoint is given. */
public record SignedIn(String officialId, String name, Post post, Language language) {
    public Role role() {
        return post.role();
    }

    public String unitId() {
        return post.unitId();
    }

    public boolean may(Action action) {
        return Policy.allows(post.role(), action);
    }
}
