package org.kachehri.identity.people;

/**
 * Who a citizen is.
 *
 * @param idNumber null without a paper
 * @param phone null when not given
 */
public record CitizenDetails(String name, String address, IdentityPaper idKind, String idNumber, String phone) {
    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "CitizenDetails[…]";
    }
}
