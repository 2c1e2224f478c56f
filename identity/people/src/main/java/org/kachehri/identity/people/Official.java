package org.kachehri.identity.people;

/** @param theme one of system, light, dark, contrast */
public record Official(String id, String login, String name, Language language, String theme) {}
