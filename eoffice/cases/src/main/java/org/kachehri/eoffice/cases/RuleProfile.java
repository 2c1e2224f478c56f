package org.kachehri.eoffice.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kachehri.platform.http.Json;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.queue.CaseType;

/**
 * The dated limits of one legal order, as data ({@code rules/<name>.json}). A ticket keeps the version it was opened under.
 *
 * @param name e.g. {@code VN-2026-07}
 * @param version date of the text that is followed
 * @param amberPercent part of the time used from which a clock is due soon
 * @param redPercent part of the time used from which a clock is red
 * @param opens which clocks a new ticket gets
 */
public record RuleProfile(
        String name,
        String version,
        Country country,
        LocalDate validFrom,
        int amberPercent,
        int redPercent,
        List<ClockRule> rules,
        List<Opening> opens) {

    /**
     * A clock of a new ticket.
     *
     * @param whenHandled only then; null means always
     * @param metBy the handlings by which the limit is kept on the spot; null means none
     */
    public record Opening(CaseType type, String rule, Set<Handling> whenHandled, Set<Handling> metBy) {
        boolean appliesTo(CaseType caseType, Handling handling) {
            return type == caseType && (whenHandled == null || whenHandled.contains(handling));
        }

        boolean isMetBy(Handling handling) {
            return metBy != null && metBy.contains(handling);
        }
    }

    public RuleProfile {
        rules = List.copyOf(rules);
        opens = List.copyOf(opens);
        for (Opening opening : opens) {
            if (rules.stream().noneMatch(rule -> rule.code().equals(opening.rule()))) {
                throw new IllegalArgumentException(
                        "The profile " + name + " opens " + opening.rule() + ", which it has no rule for");
            }
        }
    }

    /** @throws IllegalArgumentException when we have no such profile */
    public static RuleProfile named(String name) {
        // The name is part of a resource's path.
        if (!name.matches("[A-Z]{2}-[A-Z0-9-]{1,20}")) {
            throw new IllegalArgumentException("There is no rule profile " + name);
        }
        try (InputStream file = RuleProfile.class.getResourceAsStream("/rules/" + name + ".json")) {
            if (file == null) throw new IllegalArgumentException("There is no rule profile " + name);
            return Json.mapper().readValue(file, RuleProfile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The rule profile " + name + " can't be read", e);
        }
    }

    public Optional<ClockRule> rule(String code) {
        return rules.stream().filter(rule -> rule.code().equals(code)).findFirst();
    }

    public List<Opening> opensFor(CaseType type, Handling handling) {
        return opens.stream()
                .filter(opening -> opening.appliesTo(type, handling))
                .toList();
    }
}
