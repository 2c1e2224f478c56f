package org.kachehri.eoffice.cases;

/**
 * Event {@value #TYPE}: a reception was concluded and a ticket opened from it. Ids only.
 *
 * @param competentUnitId who answers
 * @param officialId who concluded
 * @param postId the post in which they did
 */
public record TicketOpened(
        String ticketId, String receptionId, String visitId, String competentUnitId, String officialId, String postId) {
    public static final String TYPE = "ticket.opened";
}
