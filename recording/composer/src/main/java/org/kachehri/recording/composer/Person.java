package org.kachehri.recording.composer;

import java.util.Optional;

/**
 * Who is heard and seen, as the package's {@code reception.json} tells.
 *
 * @param name as others may read it: the alias of a denouncer
 * @param role empty when the package doesn't say
 * @param tongue in which the role stands beside the name
 */
record Person(String peer, String name, Optional<Role> role, Tongue tongue) {
    /** The same person under another name. */
    Person as(String alias) {
        return new Person(peer, alias, role, tongue);
    }

    /** Name and role, as they stand below the picture. */
    String label() {
        return role.map(known -> name + " · " + known.in(tongue)).orElse(name);
    }

    boolean interprets() {
        return role.equals(Optional.of(Role.INTERPRETER));
    }
}
