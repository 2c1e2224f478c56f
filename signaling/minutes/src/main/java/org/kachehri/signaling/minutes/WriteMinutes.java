package org.kachehri.signaling.minutes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.signaling.reception.ReceptionState;

/**
 * Writing and signing the minutes. Paragraphs are numbered without gaps and stamped with their place in the recording; the signature
 * closes the text, afterwards there are only addenda (DOMAIN 1.4: the secretary may not change minutes after signing).
 */
final class WriteMinutes {
    /** A paragraph every 20 s for more than ten hours. */
    static final int MOST_PARAGRAPHS = 2_000;

    record Writer(String officialId, String name, String postId, String unitId) {}

    private final MinutesStore store;
    private final Hearing hearing;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Clock clock;

    WriteMinutes(MinutesStore store, Hearing hearing, AuditLog audit, Outbox outbox, Clock clock) {
        this.store = store;
        this.hearing = hearing;
        this.audit = audit;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param elapsedMillis where in the recording the writer was when the paragraph was begun; null for now */
    MinutesOutcome add(Handle tx, String receptionId, Writer writer, String text, String speaker, Long elapsedMillis) {
        Optional<Hearing.Heard> heard = heard(tx, receptionId, writer.unitId());
        if (heard.isEmpty()) return new MinutesOutcome.NoSuchReception();
        if (!writable(heard.get())) return new MinutesOutcome.WrongState();
        // The lock that numbers also keeps the signature out until this paragraph is there.
        int number = store.nextNumber(tx, receptionId);
        if (number > MOST_PARAGRAPHS) {
            tx.rollback();
            return new MinutesOutcome.Full();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean addendum = store.minutes(tx, receptionId).signed();
        Long elapsed = elapsed(heard.get(), now, elapsedMillis);
        store.write(
                tx,
                receptionId,
                new WrittenMinutes.Paragraph(number, text, speaker, elapsed, now, writer.name(), addendum),
                writer.officialId());
        audit.write(
                tx,
                AuditEntry.of(
                                writer.officialId(),
                                writer.postId(),
                                addendum ? "ADD_TO_MINUTES" : "WRITE_MINUTES",
                                receptionId)
                        .with(Map.of("paragraph", String.valueOf(number))));
        if (addendum) {
            outbox.publish(tx, MinutesSigned.TYPE, receptionId, new MinutesSigned(receptionId));
        }
        return new MinutesOutcome.Done(store.minutes(tx, receptionId));
    }

    MinutesOutcome sign(Handle tx, String receptionId, Writer writer) {
        Optional<Hearing.Heard> heard = heard(tx, receptionId, writer.unitId());
        if (heard.isEmpty()) return new MinutesOutcome.NoSuchReception();
        if (!signable(heard.get())) return new MinutesOutcome.WrongState();
        if (store.lockedLastNumber(tx, receptionId).isEmpty()) return new MinutesOutcome.Empty();
        WrittenMinutes minutes = store.minutes(tx, receptionId);
        if (minutes.signed()) return new MinutesOutcome.SignedAlready();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String sha256 = sha256(minutes);
        store.sign(tx, receptionId, now, writer.officialId(), writer.name(), writer.postId(), sha256);
        audit.write(
                tx,
                AuditEntry.of(writer.officialId(), writer.postId(), "SIGN_MINUTES", receptionId)
                        .with(Map.of("sha256", sha256)));
        outbox.publish(tx, MinutesSigned.TYPE, receptionId, new MinutesSigned(receptionId));
        return new MinutesOutcome.Done(store.minutes(tx, receptionId));
    }

    /** Empty when there is none, or it isn't the unit's. */
    Optional<Hearing.Heard> heard(Handle tx, String receptionId, String unitId) {
        return hearing.reception(tx, receptionId).filter(found -> found.units().contains(unitId));
    }

    private static Long elapsed(Hearing.Heard heard, Instant now, Long given) {
        if (heard.startedAt() == null) return null;
        long sinceStart = Math.max(0, Duration.between(heard.startedAt(), now).toMillis());
        return given == null ? sinceStart : Math.min(given, sinceStart);
    }

    private static boolean writable(Hearing.Heard heard) {
        return heard.startedAt() != null && heard.state() != ReceptionState.ARCHIVED;
    }

    private static boolean signable(Hearing.Heard heard) {
        return heard.state() == ReceptionState.CLOSING
                || heard.state() == ReceptionState.MINUTES_PENDING
                || heard.state() == ReceptionState.CONCLUDED;
    }

    private static String sha256(WrittenMinutes minutes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (WrittenMinutes.Paragraph paragraph : minutes.paragraphs()) {
                // A length before each text, so that no two different minutes give the same bytes.
                byte[] text = paragraph.text().getBytes(StandardCharsets.UTF_8);
                String head = paragraph.number() + " " + paragraph.writtenAt() + " " + text.length + "\n";
                digest.update(head.getBytes(StandardCharsets.UTF_8));
                digest.update(text);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
