package org.kachehri.server;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.eoffice.cases.HeardReceptions;
import org.kachehri.signaling.live.Receptions;
import org.kachehri.signaling.reception.ReceptionState;

/** The live receptions as the office wants them. */
record HeardLive(Receptions receptions) implements HeardReceptions {
    @Override
    public Optional<Heard> reception(Handle tx, String receptionId) {
        return receptions
                .find(tx, receptionId)
                .map(line -> new Heard(
                        line.id(),
                        line.code(),
                        line.visitId(),
                        line.units(),
                        line.startedAt(),
                        line.state() == ReceptionState.MINUTES_PENDING));
    }
}
