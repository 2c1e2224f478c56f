package org.kachehri.tests.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** How a person's counter ran through decoded pictures: forward only, and for how long it stood still at most. Times are milliseconds of the recording. */
final class Course {
    private final List<Map.Entry<Integer, Double>> changes = new ArrayList<>();
    private int first = -1;
    private int last = -1;
    private long changedMillis;
    private long longestStill;
    private long longestStillFrom;
    private boolean fell;

    /** A picture in which the counter can't be read says nothing: it isn't this person's, or hasn't arrived. */
    void see(long millis, OptionalInt read) {
        if (read.isEmpty() || last >= 0 && read.getAsInt() == last % CountedPicture.COUNTERS) {
            return;
        }
        int counter = read.getAsInt();
        changes.add(Map.entry(counter, (double) millis));
        if (last < 0) {
            first = counter;
        } else {
            // A long reception's counter begins anew every four and a half minutes.
            int step = Math.floorMod(counter - last, CountedPicture.COUNTERS);
            fell |= step > CountedPicture.COUNTERS / 2;
            counter = last + step;
            if (millis - changedMillis > longestStill) {
                longestStill = millis - changedMillis;
                longestStillFrom = changedMillis;
            }
        }
        last = counter;
        changedMillis = millis;
    }

    /** Each counter, and when its first picture is. */
    List<Map.Entry<Integer, Double>> changes() {
        return changes;
    }

    boolean began() {
        return last >= 0;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    boolean fell() {
        return fell;
    }

    long longestStillMillis() {
        return longestStill;
    }

    long longestStillFromMillis() {
        return longestStillFrom;
    }

    @Override
    public String toString() {
        return first + " to " + last + ", still for " + longestStill + " ms from " + longestStillFrom
                + (fell ? ", fell" : "");
    }
}
