package org.kachehri.scheduler.points;

import java.time.ZoneId;

/** Whose law and holidays a unit lives by. Each has one zone. */
public enum Country {
    VN("Asia/Ho_Chi_Minh", "VN-2026-07"),
    PK("Asia/Karachi", "PK-GB");

    private final ZoneId zone;
    private final String ruleProfile;

    Country(String zone, String ruleProfile) {
        this.zone = ZoneId.of(zone);
        this.ruleProfile = ruleProfile;
    }

    ZoneId zone() {
        return zone;
    }

    /** Of a unit whose parent is of another country. */
    String ruleProfile() {
        return ruleProfile;
    }
}
