package org.kachehri.scheduler.queue;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Secrets;

/**
 * The links that open a visit on one device. The first device to open one keeps it: a photographed code is worth nothing afterwards.
 * Token and device secret are kept as hashes, so that the database alone opens nothing.
 */
final class KioskLinks {
    /** 128 bits can't be guessed within the one day that a link lives. */
    private static final int TOKEN_BYTES = 16;

    private static final int DEVICE_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random;

    KioskLinks(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    sealed interface Opening {
        /** @param device secret for the device's cookie */
        record Opened(String visitId, String device, Instant expiresAt) implements Opening {}

        record Unknown() implements Opening {}

        /** The day is over, the citizen has left, or a newer link took its place. */
        record Ended() implements Opening {}

        record UsedElsewhere() implements Opening {}
    }

    /** A new link; those before it stop working, also for the device that had opened one. */
    String create(Handle tx, String visitId, Instant expiresAt) {
        end(tx, visitId);
        String token = Secrets.fresh(random, TOKEN_BYTES);
        tx.createUpdate(
                        "INSERT INTO queue.kiosk_link (token_hash, visit_id, expires_at) VALUES (:hash, :visit, :expires)")
                .bind("hash", Secrets.hash(token))
                .bind("visit", visitId)
                .bind("expires", Timestamp.from(expiresAt))
                .execute();
        return token;
    }

    /** @param presentDevice secret that the device brings already: who reloads the page keeps the visit */
    Opening open(Handle tx, String token, Optional<String> presentDevice) {
        record Link(String visitId, Instant expiresAt, byte[] device, boolean ended) {}
        // The row is locked, so of two devices at the same moment one is the first.
        Optional<Link> found = tx.createQuery("SELECT * FROM queue.kiosk_link WHERE token_hash = :hash FOR UPDATE")
                .bind("hash", Secrets.hash(token))
                .map((row, context) -> new Link(
                        row.getString("visit_id"),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getBytes("device_hash"),
                        row.getTimestamp("ended_at") != null))
                .findOne();
        if (found.isEmpty()) return new Opening.Unknown();
        Link link = found.get();
        if (link.device() != null) {
            boolean same = presentDevice
                    .map(device -> MessageDigest.isEqual(Secrets.hash(device), link.device()))
                    .orElse(false);
            if (!same) return new Opening.UsedElsewhere();
        }
        if (link.ended() || !clock.instant().isBefore(link.expiresAt())) return new Opening.Ended();
        if (link.device() != null) {
            return new Opening.Opened(link.visitId(), presentDevice.orElseThrow(), link.expiresAt());
        }
        String device = Secrets.fresh(random, DEVICE_BYTES);
        tx.createUpdate("UPDATE queue.kiosk_link SET device_hash = :device, bound_at = :now WHERE token_hash = :hash")
                .bind("device", Secrets.hash(device))
                .bind("now", Timestamp.from(clock.instant()))
                .bind("hash", Secrets.hash(token))
                .execute();
        return new Opening.Opened(link.visitId(), device, link.expiresAt());
    }

    Optional<String> visitOf(Handle tx, String device) {
        return tx.createQuery(
                        """
                        SELECT visit_id FROM queue.kiosk_link
                        WHERE device_hash = :device AND ended_at IS NULL AND expires_at > :now""")
                .bind("device", Secrets.hash(device))
                .bind("now", Timestamp.from(clock.instant()))
                .mapTo(String.class)
                .findOne();
    }

    /** The visit is shown on no device any more. */
    void end(Handle tx, String visitId) {
        tx.createUpdate("UPDATE queue.kiosk_link SET ended_at = :now WHERE visit_id = :visit AND ended_at IS NULL")
                .bind("now", Timestamp.from(clock.instant()))
                .bind("visit", visitId)
                .execute();
    }
}
