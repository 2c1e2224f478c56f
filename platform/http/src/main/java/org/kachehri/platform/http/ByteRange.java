package org.kachehri.platform.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Range header asks of a file (RFC 9110, 14.2). Several ranges, or a header we can't read, mean the whole file. */
sealed interface ByteRange {
    /** Both ends inclusive. */
    record Part(long from, long to) implements ByteRange {}

    record Whole() implements ByteRange {}

    record Unsatisfiable() implements ByteRange {}

    /** 18 digits stay within a long. */
    Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange of(String header, long size) {
        if (header == null) {
            return new Whole();
        }
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return new Whole();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
            return suffix == 0 ? new Unsatisfiable() : new Part(size - suffix, size - 1);
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        if (from >= size) {
            return new Unsatisfiable();
        }
        return to < from ? new Whole() : new Part(from, to);
    }
}
