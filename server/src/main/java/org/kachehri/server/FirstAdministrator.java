package org.kachehri.server;

import java.util.List;
import java.util.Optional;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.FoundUnit;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;

/** How a system without the demo begins: one unit, and one administrator who adds the others. */
final class FirstAdministrator {
    static final String LOGIN = "admin";

    private static final Words NAME = new Words(
            "مرکزی شہری استقبالیہ دفتر", "Trụ sở tiếp công dân trung ương", "Central Citizen Reception Office");

    private final Transactions transactions;
    private final Officials officials;
    private final PointStore points;

    FirstAdministrator(Transactions transactions, Officials officials, PointStore points) {
        this.transactions = transactions;
        this.officials = officials;
        this.points = points;
    }

    /** @return what the administrator comes in with; empty once they have chosen their own, or somebody else is there */
    Optional<String> password(Country country) {
        List<Official> present = transactions.run(tx -> officials.find(tx, "", 2));
        boolean awaited = present.size() == 1
                && present.getFirst().login().equals(LOGIN)
                && transactions.run(tx ->
                        officials.hasOneTimePassword(tx, present.getFirst().id()));
        if (!present.isEmpty() && !awaited) {
            return Optional.empty();
        }
        Officials.OneTimePassword password = officials.oneTimePassword();
        transactions.act(tx -> {
            if (awaited) {
                officials.resetPassword(tx, present.getFirst().id(), password);
                return;
            }
            Unit top = points.units(tx).stream()
                    .filter(unit -> unit.parentId() == null)
                    .findFirst()
                    .orElseGet(() -> new FoundUnit(points).foundTop(tx, NAME, country));
            Language language = country == Country.VN ? Language.VI : Language.UR;
            officials
                    .enrol(tx, LOGIN, "Administrator", password, language)
                    .ifPresent(id -> officials.addPost(tx, id, Role.ADMIN, top.id()));
        });
        return Optional.of(password.text());
    }
}
