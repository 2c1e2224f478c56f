package org.kachehri.identity.access;

import java.util.Arrays;
import java.util.List;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;

/** The operation policy: the table of who may do what, for those who answer for it. What the table doesn't name is refused. */
final class PolicyEndpoint {
    private PolicyEndpoint() {}

    /** @param second the right of the person who has to agree; null when one person may do it alone */
    record Row(String action, List<Role> roles, String second) {}

    record Table(List<Role> roles, List<Row> rows) {}

    static void register(OfficialApi api) {
        Table table = new Table(
                List.of(Role.values()),
                Arrays.stream(Action.values())
                        .map(action -> new Row(
                                action.word(),
                                Policy.rolesFor(action).stream().sorted().toList(),
                                Policy.second(action).map(Action::word).orElse(null)))
                        .toList());
        api.on("policy", Action.SEE_POLICY, (who, request) -> Answer.ok(table));
    }
}
