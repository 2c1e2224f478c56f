package org.kachehri.signaling.reception;

import java.time.Instant;

/**
 * One participant of one reception.
 *
 * @param id short and stable for the whole reception ({@code p1} is the citizen); names the sources on the bridge
 * @param socketLostAt since when no screen of theirs is connected; null while one is
 * @param mediaLostAt since when the bridge hears nothing of them; null otherwise
 * @param muted silenced by staff; the person can't undo it
 * @param microphoneOff switched off by the person
 * @param cameraOff switched off by the person
 * @param ready camera and microphone were checked
 * @param noticed the notice of recording was acknowledged (only asked of the citizen's side)
 */
public record Seat(
        String id,
        Person person,
        Place place,
        Instant socketLostAt,
        Instant mediaLostAt,
        boolean muted,
        boolean microphoneOff,
        boolean cameraOff,
        boolean ready,
        boolean noticed) {

    static Seat empty(String id, Person person, Instant now) {
        return new Seat(id, person, Place.ABSENT, now, null, false, false, false, false, false);
    }

    /** The screen is there and the line carries media, as far as we know. */
    public boolean connected() {
        return socketLostAt == null && mediaLostAt == null;
    }

    /** Since when something of them is missing; null while connected. */
    public Instant lostSince() {
        if (socketLostAt == null) return mediaLostAt;
        if (mediaLostAt == null) return socketLostAt;
        return socketLostAt.isBefore(mediaLostAt) ? socketLostAt : mediaLostAt;
    }

    Seat at(Place newPlace) {
        return new Seat(
                id, person, newPlace, socketLostAt, mediaLostAt, muted, microphoneOff, cameraOff, ready, noticed);
    }

    /** A new screen: what the old one had switched is forgotten, what staff ordered is not. */
    Seat connectedAs(Person again, Place newPlace) {
        return new Seat(id, again, newPlace, null, null, muted, false, false, ready, noticed);
    }

    Seat socketLost(Instant at) {
        return new Seat(id, person, place, at, mediaLostAt, muted, microphoneOff, cameraOff, ready, noticed);
    }

    Seat mediaLost(Instant at) {
        return new Seat(id, person, place, socketLostAt, at, muted, microphoneOff, cameraOff, ready, noticed);
    }

    Seat muted(boolean now) {
        return new Seat(id, person, place, socketLostAt, mediaLostAt, now, microphoneOff, cameraOff, ready, noticed);
    }

    Seat switched(boolean microphoneNowOff, boolean cameraNowOff) {
        return new Seat(
                id, person, place, socketLostAt, mediaLostAt, muted, microphoneNowOff, cameraNowOff, ready, noticed);
    }

    Seat prepared(boolean nowReady, boolean nowNoticed) {
        return new Seat(
                id, person, place, socketLostAt, mediaLostAt, muted, microphoneOff, cameraOff, nowReady, nowNoticed);
    }
}
