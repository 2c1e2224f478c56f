package org.kachehri.platform.http;

import java.util.Locale;
import java.util.Map;

/**
 * Writes measurements in Prometheus' text exposition format, version 0.0.4: families in the order they are begun, samples right under
 * their family. Values that are whole are written whole. Not thread-safe; used for one answer.
 */
public final class Exposition {
    /** With the charset that {@link Answer#text} adds. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4";

    private final StringBuilder text = new StringBuilder(16_384);
    private String family;

    /** Begins a family that only grows while the program runs; by convention its name ends in {@code _total}. */
    public Exposition counter(String name, String help) {
        return begin(name, "counter", help);
    }

    public Exposition gauge(String name, String help) {
        return begin(name, "gauge", help);
    }

    /** Begins a family of sums and counts; see {@link #summed}. */
    public Exposition summary(String name, String help) {
        return begin(name, "summary", help);
    }

    public Exposition histogram(String name, String help) {
        return begin(name, "histogram", help);
    }

    /** One sample of the family that was begun last. */
    public Exposition sample(double value, Map<String, String> labels) {
        return line("", labels, "", "", value);
    }

    public Exposition sample(double value) {
        return sample(value, Map.of());
    }

    /** One summary without quantiles: the mean is the one divided by the other. */
    public Exposition summed(double sum, long count, Map<String, String> labels) {
        return line("_sum", labels, "", "", sum).line("_count", labels, "", "", count);
    }

    /**
     * One histogram.
     *
     * @param upperEnds of the buckets, ascending
     * @param counts not cumulated; one more than upper ends
     */
    public Exposition buckets(double[] upperEnds, long[] counts, double sum, Map<String, String> labels) {
        if (counts.length != upperEnds.length + 1) {
            throw new IllegalArgumentException("a histogram has one bucket more than upper ends");
        }
        long cumulated = 0;
        for (int i = 0; i < counts.length; i++) {
            cumulated += counts[i];
            line("_bucket", labels, "le", i < upperEnds.length ? number(upperEnds[i]) : "+Inf", cumulated);
        }
        return line("_sum", labels, "", "", sum).line("_count", labels, "", "", cumulated);
    }

    public Answer answer() {
        return Answer.text(200, MEDIA_TYPE, text.toString());
    }

    /** What was written so far. */
    public String text() {
        return text.toString();
    }

    private Exposition begin(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ');
        escape(help, false);
        text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private Exposition line(String suffix, Map<String, String> labels, String extra, String extraValue, double value) {
        text.append(family).append(suffix);
        boolean any = false;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            label(any, label.getKey(), label.getValue());
            any = true;
        }
        if (!extra.isEmpty()) {
            label(any, extra, extraValue);
            any = true;
        }
        text.append(any ? "} " : " ").append(number(value)).append('\n');
        return this;
    }

    private void label(boolean any, String name, String value) {
        text.append(any ? ',' : '{').append(name).append("=\"");
        escape(value, true);
        text.append('"');
    }

    private void escape(String raw, boolean quotes) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    /** The format reads Go's numbers: whole ones without a fraction, the rest as Java writes doubles. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }
}
