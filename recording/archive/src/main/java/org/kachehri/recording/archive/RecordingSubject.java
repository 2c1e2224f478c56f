package org.kachehri.recording.archive;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Which reception a recording is of.
 *
 * @param code the reception's number
 * @param point id of the point where the person sat
 * @param day in the unit's time zone
 * @param person as others may read it: the alias of a denouncer
 * @param type case type, as the protocol writes it
 * @param protectedIdentity the recording shows somebody whose identity is sealed
 */
public record RecordingSubject(
        String receptionId,
        String code,
        String point,
        LocalDate day,
        String person,
        String type,
        boolean protectedIdentity) {
    public RecordingSubject {
        // The id becomes a folder's name.
        if (!receptionId.matches("[A-Za-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("Not a reception's id: " + receptionId);
        }
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(point, "point");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(person, "person");
        Objects.requireNonNull(type, "type");
    }
}
