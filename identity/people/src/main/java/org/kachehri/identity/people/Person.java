package org.kachehri.identity.people;

import java.util.Optional;

/**
 * A citizen as everybody may see them.
 *
 * @param displayName name, or the alias of a denouncer
 * @param details empty when the identity is protected
 */
public record Person(String citizenId, String displayName, boolean isProtected, Optional<CitizenDetails> details) {}
