package org.kachehri.media.sdp;

/** Decimal numbers of hostile origin: no sign, no space, no exception. */
final class Numbers {
    static final int NOT_A_NUMBER = -1;

    private Numbers() {}

    /** The number, or {@link #NOT_A_NUMBER} if it isn't one or is greater than {@code max}. */
    static int parse(String digits, int max) {
        return (int) parseLong(digits, max);
    }

    static long parseLong(String digits, long max) {
        // 19 digits may overflow a long; nothing in SDP that we read has more than 10.
        if (digits.isEmpty() || digits.length() > 18) {
            return NOT_A_NUMBER;
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number <= max ? number : NOT_A_NUMBER;
    }
}
