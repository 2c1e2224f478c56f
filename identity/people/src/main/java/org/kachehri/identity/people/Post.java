package org.kachehri.identity.people;

/**
 * A role at a unit, and who has its rights at the time asked about. Rights come from the post that the official has chosen, never from the
 * person.
 */
public record Post(String id, String officialId, Role role, String unitId, Charge charge) {}
