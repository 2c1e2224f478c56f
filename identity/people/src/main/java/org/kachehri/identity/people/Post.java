package org.kachehri.identity.people;

/** A role held by an official at a unit. Rights come from the post that the official has chosen, never from the person. */
public record Post(String id, String officialId, Role role, String unitId) {}
