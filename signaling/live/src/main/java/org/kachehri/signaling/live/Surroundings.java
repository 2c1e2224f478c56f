package org.kachehri.signaling.live;

import java.time.Clock;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.signaling.bridge.MediaBridge;
import org.kachehri.signaling.bridge.Recorder;

/** What every live reception works with. */
record Surroundings(
        Transactions transactions,
        ReceptionStore store,
        QualityStore qualities,
        AuditLog audit,
        Outbox outbox,
        VisitBook visits,
        Units units,
        MediaBridge bridge,
        TurnServers turn,
        Recorder recorder,
        Clock clock) {}
