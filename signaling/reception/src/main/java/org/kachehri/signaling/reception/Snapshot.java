package org.kachehri.signaling.reception;

import java.time.Instant;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;

/**
 * The whole reception as one receiver may see it; the shape of the live protocol's {@code snapshot}, where
 * {@code protectedIdentity} is called {@code protected}. Absent values are null.
 */
public record Snapshot(
        String reception,
        String code,
        ReceptionState state,
        Instant since,
        Instant startedAt,
        long revision,
        boolean protectedIdentity,
        boolean offRecord,
        String reason,
        ReceptionFacts.Matter matter,
        Integer number,
        Integer plannedMinutes,
        String floor,
        int recorders,
        List<Participant> participants,
        List<String> actions) {

    /** One seat as the others see it. */
    public record Participant(
            String id,
            String name,
            Role role,
            Words point,
            Language language,
            Place place,
            boolean connected,
            Instant lostSince,
            boolean muted,
            Instant handSince,
            boolean cameraOff,
            boolean ready,
            Boolean notice) {}

    static Snapshot of(Reception reception, String receiver) {
        ReceptionFacts facts = reception.facts();
        Seat seat = reception
                .seats()
                .seat(receiver)
                .orElseThrow(() -> new IllegalArgumentException("no seat " + receiver + " in " + facts.id()));
        Stage stage = reception.stage();
        RecordingOrder recording = reception.recording();
        return new Snapshot(
                facts.id(),
                facts.code(),
                stage.state(),
                stage.since(),
                stage.startedAt(),
                reception.revision(),
                facts.protectedIdentity(),
                recording.offRecord(),
                stage.reason() == null ? recording.offRecordReason() : stage.reason(),
                matterFor(facts, seat.person().role()),
                facts.number(),
                facts.plannedMinutes(),
                reception.floor().holder(),
                recording.leased() ? 1 : 0,
                reception.seats().all().stream()
                        .map(other -> participant(reception, other))
                        .toList(),
                Rights.of(reception, seat).stream().map(RoomAction::word).toList());
    }

    private static Participant participant(Reception reception, Seat seat) {
        Person person = seat.person();
        boolean citizen = Reception.citizenSide(person.role());
        return new Participant(
                seat.id(),
                person.name(),
                person.role(),
                reception.facts().protectedIdentity() && citizen ? null : person.point(),
                person.language(),
                seat.place(),
                seat.connected(),
                seat.place() == Place.ABSENT ? null : seat.lostSince(),
                seat.muted() || seat.microphoneOff(),
                reception.floor().handOf(seat.id()).orElse(null),
                seat.cameraOff(),
                citizen ? seat.ready() : seat.connected(),
                citizen ? seat.noticed() : null);
    }

    /** Technicians and police keep the room running without reading what it is about (DOMAIN 1.4). */
    private static ReceptionFacts.Matter matterFor(ReceptionFacts facts, Role role) {
        return role == Role.TECH || role == Role.SECURITY
                ? new ReceptionFacts.Matter(facts.matter().type(), "", null)
                : facts.matter();
    }
}
