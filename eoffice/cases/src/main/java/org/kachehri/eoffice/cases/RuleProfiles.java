package org.kachehri.eoffice.cases;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rule profiles, each read once. Safe for any thread. */
final class RuleProfiles {
    private final Map<String, RuleProfile> profiles = new ConcurrentHashMap<>();

    RuleProfile named(String name) {
        return profiles.computeIfAbsent(name, RuleProfile::named);
    }
}
