package org.kachehri.scheduler.points;

import java.time.ZoneId;
import org.kachehri.identity.people.Words;

/**
 * An authority that receives citizens. In JSON it is the protocol's {@code Unit}.
 *
 * @param parentId null for the topmost
 * @param zone where its days begin and end
 * @param ruleProfile name of the dated rules that its deadlines follow, e.g. {@code VN-2026-07}
 */
public record Unit(
        String id, UnitKind kind, String parentId, Words name, ZoneId zone, Country country, String ruleProfile) {}
