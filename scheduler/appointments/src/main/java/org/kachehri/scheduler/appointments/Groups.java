package org.kachehri.scheduler.appointments;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Of many with one matter only some speak, each one of the signers (Law on Complaints, Art. 8; DOMAIN 2.5). */
final class Groups {
    private static final int FEW_FROM = 5;
    private static final int MANY_FROM = 11;

    private Groups() {}

    /** Why these can't represent those. */
    enum Wrong {
        /** So few people need nobody to speak for them. */
        NOT_A_GROUP,
        /** The mandate is signed by everybody, each once. */
        SIGNERS_DONT_ADD_UP,
        NOBODY_SPEAKS,
        TOO_MANY_SPEAK,
        NOT_A_SIGNER
    }

    /** How many may represent so many people; empty when everybody may speak for themselves. */
    static OptionalInt representatives(int people) {
        if (people < FEW_FROM) return OptionalInt.empty();
        return OptionalInt.of(people < MANY_FROM ? 2 : 5);
    }

    /**
     * @param people how many have this matter
     * @param signers names of who signed the mandate
     * @param chosen names of who is to speak
     */
    static Optional<Wrong> wrong(int people, List<String> signers, List<String> chosen) {
        OptionalInt most = representatives(people);
        if (most.isEmpty()) return Optional.of(Wrong.NOT_A_GROUP);
        Set<String> signed = names(signers);
        if (signers.size() != people || signed.size() != people) return Optional.of(Wrong.SIGNERS_DONT_ADD_UP);
        Set<String> speak = names(chosen);
        if (speak.isEmpty()) return Optional.of(Wrong.NOBODY_SPEAKS);
        if (speak.size() > most.getAsInt()) return Optional.of(Wrong.TOO_MANY_SPEAK);
        return signed.containsAll(speak) ? Optional.empty() : Optional.of(Wrong.NOT_A_SIGNER);
    }

    /** A name typed twice differs in case, spaces and how its marks are put together. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Set<String> names(List<String> typed) {
        Set<String> names = new HashSet<>();
        typed.stream().map(Groups::plain).filter(name -> !name.isEmpty()).forEach(names::add);
        return names;
    }
}
