package org.kachehri.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jdbi.v3.core.Handle;
import org.kachehri.platform.http.Json;
import org.kachehri.platform.outbox.Subscription;
import org.kachehri.recording.archive.Archive;
import org.kachehri.signaling.minutes.Minutes;
import org.kachehri.signaling.minutes.MinutesSigned;

/** Signed minutes, and what is added to them later, become part of the evidence: they are added to the sealed package. */
record KeepMinutesOnMinutesSigned(Minutes minutes, Archive archive) {
    private static final String PAPER = "minutes.json";

    Subscription<MinutesSigned> subscription() {
        return new Subscription<>("KeepMinutesOnMinutesSigned", MinutesSigned.TYPE, MinutesSigned.class, this::on);
    }

    private void on(Handle tx, MinutesSigned event) throws JsonProcessingException {
        byte[] written = Json.mapper().writeValueAsBytes(minutes.of(tx, event.receptionId()));
        archive.addPaper(tx, event.receptionId(), PAPER, written);
    }
}
