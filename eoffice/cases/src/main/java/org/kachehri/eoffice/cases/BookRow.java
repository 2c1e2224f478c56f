package org.kachehri.eoffice.cases;

import java.time.LocalDate;
import org.kachehri.scheduler.queue.CaseType;

/** A row of the reception book: the protocol's {@code BookRow}, the twelve columns of Form 03, Circular 04/2021. */
record BookRow(
        int number,
        LocalDate date,
        String nameAddress,
        String identityPaper,
        String matter,
        CaseType type,
        int people,
        String typeAndPeople,
        String settledBy,
        String accepted,
        String returnedGuided,
        String transferred,
        String followUp,
        String note,
        String receptionId,
        String ticketId) {

    /** The code of the type as the book and the ticket's number write it (DOMAIN 2.1). */
    static String code(CaseType type) {
        return switch (type) {
            case COMPLAINT -> "KN";
            case DENUNCIATION -> "TC";
            case PETITION -> "KNG";
            case FEEDBACK -> "PA";
        };
    }

    static String typeAndPeople(CaseType type, int people) {
        return code(type) + " / " + people;
    }

    @Override
    public String toString() {
        return "BookRow[" + number + "]";
    }
}
