package org.kachehri.signaling.reception;

/** Where a participant is. Everyone enters through {@link #WAITING}; only {@link #ROOM} is heard, and only while live. */
public enum Place {
    ABSENT,
    WAITING,
    ROOM
}
