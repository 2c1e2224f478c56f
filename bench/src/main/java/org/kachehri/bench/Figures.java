package org.kachehri.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one run, printed in the order in which they were set: {@code figure <name> <value> <unit>}. */
final class Figures {

    private final Map<String, String> lines = new LinkedHashMap<>();

    void set(String name, double value, String unit) {
        lines.put(name, String.format(Locale.ROOT, "figure %s %.3f %s", name, value, unit));
    }

    void print() {
        lines.values().forEach(System.out::println);
    }

    /** The value that this share of them doesn't exceed; the array must be sorted. */
    static double percentile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
