package org.kachehri.signaling.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.UnitLookup;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Json;

/** Units as the protocol writes them, which is all that is known of them here. */
record Units(UnitLookup lookup) {
    Optional<JsonNode> unit(Handle tx, String unitId) {
        return lookup.unit(tx, unitId).map(unit -> Json.mapper().<JsonNode>valueToTree(unit));
    }

    Optional<Words> name(Handle tx, String unitId) {
        return unit(tx, unitId).map(unit -> Json.mapper().convertValue(unit.path("name"), Words.class));
    }

    /** UTC of a unit that isn't known. */
    ZoneId zone(Handle tx, String unitId) {
        return ZoneId.of(
                unit(tx, unitId).map(unit -> unit.path("zone").asText("UTC")).orElse("UTC"));
    }
}
