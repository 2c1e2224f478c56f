package org.kachehri.tests.endtoend;

import java.util.Locale;

/** A line of what a reception measured, as {@code ./kachehri bench golden --browsers} shows it. */
final class Figure {
    private Figure() {}

    static void print(String name, double value, String unit) {
        String number = value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
        System.out.println("golden." + name + " " + number + " " + unit);
    }
}
