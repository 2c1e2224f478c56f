package org.kachehri.recording.replay;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/** Bookmarks and notes of viewers; one's own until shared with the others who may replay the same recording. */
final class Bookmarks {
    private final Transactions transactions;
    private final Views views;
    private final BookmarkStore store = new BookmarkStore();
    private final AuditLog audit;
    private final Clock clock;

    Bookmarks(Transactions transactions, Views views, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.views = views;
        this.audit = audit;
        this.clock = clock;
    }

    void register(OfficialApi officials) {
        officials.on("bookmarks", Action.REPLAY, this::list);
        officials.on("writeBookmark", Action.REPLAY, this::write);
        officials.on("removeBookmark", Action.REPLAY, this::remove);
    }

    record BookmarkBody(long atMillis, String note, boolean shared) {}

    private Answer list(SignedIn who, Request request) {
        return transactions.run(tx -> views.open(tx, who, request)
                .map(view -> Answer.ok(store.visible(tx, view.receptionId(), who.officialId())))
                .orElse(Answer.problem(Views.NO_VIEW)));
    }

    private Answer write(SignedIn who, Request request) throws IOException {
        BookmarkBody body = request.body(BookmarkBody.class);
        if (body.note().isBlank()) {
            return Answer.problem(Problem.of(400, "note-needed", "Please write what is to be remembered"));
        }
        return transactions.run(tx -> {
            Optional<ViewStore.View> view = views.open(tx, who, request);
            if (view.isEmpty()) {
                return Answer.problem(Views.NO_VIEW);
            }
            if (!view.get().seal().verdict().isIntact()) {
                return Answer.problem(Views.DAMAGED);
            }
            if (body.atMillis() > views.reader(view.get()).durationMillis()) {
                return Answer.problem(Views.NO_PLACE);
            }
            String receptionId = view.get().receptionId();
            if (store.own(tx, receptionId, who.officialId()) >= BookmarkStore.MAX_OWN) {
                return Answer.problem(Problem.conflict(
                        "too-many-bookmarks", "A recording holds " + BookmarkStore.MAX_OWN + " bookmarks of a person"));
            }
            BookmarkStore.Bookmark bookmark = new BookmarkStore.Bookmark(
                    UUID.randomUUID().toString(),
                    body.atMillis(),
                    body.note().strip(),
                    body.shared(),
                    who.name(),
                    true,
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            store.write(tx, receptionId, who.officialId(), bookmark);
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "BOOKMARK", receptionId)
                            .with(Map.of(
                                    "bookmark", bookmark.id(),
                                    "at", String.valueOf(bookmark.atMillis()),
                                    "shared", String.valueOf(bookmark.shared()))));
            return Answer.json(201, bookmark);
        });
    }

    private Answer remove(SignedIn who, Request request) {
        String id = request.pathParameter("bookmarkId");
        return transactions.run(tx -> {
            Optional<ViewStore.View> view = views.open(tx, who, request);
            if (view.isEmpty()) {
                return Answer.problem(Views.NO_VIEW);
            }
            String receptionId = view.get().receptionId();
            if (!store.remove(tx, receptionId, who.officialId(), id)) {
                return Answer.problem(Problem.notFound("There is no such bookmark of yours"));
            }
            audit.write(
                    tx,
                    AuditEntry.of(who.officialId(), who.post().id(), "REMOVE_BOOKMARK", receptionId)
                            .with(Map.of("bookmark", id)));
            return Answer.noContent();
        });
    }
}
