package org.kachehri.scheduler.points;

import org.kachehri.identity.people.Words;

/**
 * A place where citizens sit before camera and microphone. In JSON it is the protocol's {@code Point}.
 *
 * @param hours opening hours as they are read on the door; null when not told
 */
public record Point(String id, Unit unit, Words name, String hours) {}
