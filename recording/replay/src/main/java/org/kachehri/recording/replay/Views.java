package org.kachehri.recording.replay;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.Approvals;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.recording.archive.Archive;
import org.kachehri.recording.archive.RecordingState;

/** Which views are open, and for whom: everything that shows something of a recording asks here first. */
final class Views {
    /** A view is one sitting: after a working day the reason has to be given again. */
    static final Duration LASTS = Duration.ofHours(12);

    static final Problem NO_VIEW = Problem.notFound("There is no such view; open the recording again");

    static final Problem NO_PLACE = Problem.of(400, "outside", "The recording has no such place");
    static final Problem DAMAGED = Problem.conflict("damaged", "The recording is damaged and isn't shown");

    private final ViewStore store;
    private final Archive archive;
    private final Approvals approvals;
    private final Clock clock;

    Views(ViewStore store, Archive archive, Approvals approvals, Clock clock) {
        this.store = store;
        this.archive = archive;
        this.approvals = approvals;
        this.clock = clock;
    }

    /** The view that the request's address names. It is its viewer's alone; of a protected recording only while the second person's permission holds. */
    Optional<ViewStore.View> open(Handle tx, SignedIn who, Request request) {
        Instant oldest = clock.instant().minus(LASTS);
        return store.view(tx, request.pathParameter("viewId"))
                .filter(view -> view.officialId().equals(who.officialId()))
                .filter(view -> view.openedAt().isAfter(oldest))
                .filter(view -> permitted(tx, who, view.receptionId()));
    }

    /** What the view's recording holds; ask only while its seal is intact. */
    PackageReader reader(ViewStore.View view) throws IOException {
        return new PackageReader(archive.packageDirectory(view.receptionId()));
    }

    ViewingCopies copies(ViewStore.View view) throws IOException {
        return new ViewingCopies(archive.copiesDirectory(view.receptionId()));
    }

    private boolean permitted(Handle tx, SignedIn who, String receptionId) {
        return archive.recording(tx, who, receptionId)
                .filter(recording -> recording.state() != RecordingState.DESTROYED)
                .filter(recording -> !recording.subject().protectedIdentity()
                        || who.may(Action.VIEW_SEALED)
                                && approvals
                                        .inForce(tx, who, Action.VIEW_SEALED, receptionId)
                                        .isPresent())
                .isPresent();
    }
}
