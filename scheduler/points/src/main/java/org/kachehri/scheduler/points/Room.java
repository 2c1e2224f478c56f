package org.kachehri.scheduler.points;

/**
 * A room of a point, with camera, microphone and screen. In JSON it is the protocol's {@code Room}.
 *
 * @param name as it stands on the door
 * @param seats before the camera
 */
public record Room(String id, String pointId, String name, int seats) {}
