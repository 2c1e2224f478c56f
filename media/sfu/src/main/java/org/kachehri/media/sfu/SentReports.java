package org.kachehri.media.sfu;

/** When the last sender reports about one stream left, by which its receiver's reports tell the round trip (RFC 3550 section 6.4.1). Not thread-safe. */
final class SentReports {
    /** A receiver's report may echo the report before the last when the two cross on the line; four also bear a lost one. */
    private static final int REMEMBERED = 4;

    private final long[] compactNtp = new long[REMEMBERED];
    private final long[] nanos = new long[REMEMBERED];
    private int count;

    /** One left. */
    void sent(long ntp, long nowNanos) {
        int i = count++ & (REMEMBERED - 1);
        compactNtp[i] = ntp >>> 16 & 0xFFFF_FFFFL;
        nanos[i] = nowNanos;
    }

    boolean any() {
        return count > 0;
    }

    /** When the one with this compact NTP time left, or -1. */
    long sentNanos(long ntp) {
        for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
            if (compactNtp[i] == ntp) {
                return nanos[i];
            }
        }
        return -1;
    }
}
