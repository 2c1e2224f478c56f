package org.kachehri.scheduler.rota;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.scheduler.calendar.Calendars;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;

/** Who has to receive citizens: the chairs in office, with their rota. */
final class Leaders {
    record Leader(Post post, String name, Unit unit) {}

    private final Officials officials;
    private final PointStore points;
    private final Calendars calendars;
    private final RotaStore store;

    Leaders(Officials officials, PointStore points, Calendars calendars, RotaStore store) {
        this.officials = officials;
        this.points = points;
        this.calendars = calendars;
        this.store = store;
    }

    List<Leader> of(Handle tx, Unit unit) {
        return officials.holders(tx, Role.CHAIR, unit.id()).stream()
                .map(post -> new Leader(
                        post,
                        officials
                                .official(tx, post.officialId())
                                .map(Official::name)
                                .orElse(""),
                        unit))
                .toList();
    }

    Optional<Leader> find(Handle tx, String unitId, String postId) {
        return points.unit(tx, unitId).flatMap(unit -> of(tx, unit).stream()
                .filter(leader -> leader.post().id().equals(postId))
                .findFirst());
    }

    LeaderDays days(Handle tx, Leader leader) {
        String postId = leader.post().id();
        return new LeaderDays(
                store.rules(tx, postId),
                store.moves(tx, postId),
                store.marks(tx, postId),
                calendars.of(tx, leader.unit().country()),
                leader.unit().zone());
    }
}
