package org.kachehri.eoffice.cases;

/**
 * A legal clock with the rule it follows.
 *
 * @param profile name of the rule profile in force when it started
 * @param event word of the event that started it
 */
record TicketClock(String ruleCode, String profile, String event, LegalClock clock) {}
