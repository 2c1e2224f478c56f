package org.kachehri.scheduler.appointments;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much two matters are alike, with the reasons: a proposal for a person who decides (DOMAIN 2.6), never a decision. Words are compared
 * without case and marks, so that Vietnamese typed without tones and Urdu without vowel signs are found.
 */
final class Similar {
    /** Below it officers would look at chance. */
    static final int WORTH_A_LOOK = 40;

    private static final int SAME_PERSON = 50;
    private static final int SAME_RESPONDENT = 15;
    private static final int ALL_WORDS = 50;

    /** From so many words in common on, of all that both use, it is given as a reason. */
    private static final double ALIKE = 0.3;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Similar() {}

    enum Reason {
        SAME_PERSON,
        SAME_RESPONDENT,
        SIMILAR_WORDS
    }

    /** @param respondent whom it is about; null when not told */
    record Matter(String content, String respondent) {}

    /** @param score 0 to 100 */
    record Likeness(int score, List<Reason> reasons) {}

    static Likeness of(Matter one, Matter other, boolean samePerson) {
        List<Reason> reasons = new ArrayList<>();
        double common = common(words(one.content()), words(other.content()));
        double score = common * ALL_WORDS;
        if (samePerson) {
            reasons.add(Reason.SAME_PERSON);
            score += SAME_PERSON;
        }
        if (one.respondent() != null
                && other.respondent() != null
                && words(one.respondent()).equals(words(other.respondent()))) {
            reasons.add(Reason.SAME_RESPONDENT);
            score += SAME_RESPONDENT;
        }
        if (common >= ALIKE) reasons.add(Reason.SIMILAR_WORDS);
        return new Likeness((int) Math.min(100, Math.round(score)), List.copyOf(reasons));
    }

    /** Words in common, as a part of all that both use (Jaccard). */
    private static double common(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) return 0;
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return (double) both.size() / (one.size() + other.size() - both.size());
    }

    private static Set<String> words(String text) {
        // đ has no mark that could be taken off.
        String plain = MARKS.matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("")
                .replace('đ', 'd');
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> word.length() > 1)
                .collect(Collectors.toSet());
    }
}
