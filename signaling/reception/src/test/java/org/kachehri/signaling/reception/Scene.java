package org.kachehri.signaling.reception;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Role;

/** A reception played forward by a test, with the effects of the last step at hand. */
final class Scene {
    static final Instant MORNING = Instant.parse("2026-11-23T02:00:00Z");
    static final String CITIZEN = "p1";
    static final String CHAIR = "p2";
    static final String SECRETARY = "p3";

    Instant now = MORNING;
    Reception reception;
    List<Effect> effects = new ArrayList<>();

    Scene(boolean protectedIdentity) {
        reception = Reception.checkIn(facts(protectedIdentity), person("visit:v1", Role.CITIZEN), now);
    }

    /** Citizen waiting and noticed, chair and secretary in the room. */
    static Scene ready() {
        Scene scene = new Scene(false);
        scene.done(new Message.Arrived(person("visit:v1", Role.CITIZEN)));
        scene.done(new Message.CitizenPrepared(true, true));
        scene.done(new Message.Arrived(person("official:vo", Role.CHAIR)));
        scene.done(new Message.Arrived(person("official:thu", Role.SECRETARY)));
        return scene;
    }

    static Scene live() {
        Scene scene = ready();
        scene.done(command(CHAIR, RoomAction.ADMIT, CITIZEN));
        scene.done(new Message.Command(CHAIR, RoomAction.START, null, null, "lease-1"));
        return scene;
    }

    static ReceptionFacts facts(boolean protectedIdentity) {
        return new ReceptionFacts(
                "r1",
                "PS-20261123-yen-hoa-1",
                "v1",
                "yen-hoa",
                LocalDate.of(2026, 11, 23),
                ZoneId.of("Asia/Ho_Chi_Minh"),
                protectedIdentity ? null : 7,
                protectedIdentity,
                new ReceptionFacts.Matter("COMPLAINT", "Land compensation", "A new decision"),
                List.of("yen-hoa", "nghe-an"),
                30);
    }

    static Person person(String key, Role role) {
        return new Person(key, "Name of " + key, role, "post:" + key, null, Language.values()[0]);
    }

    static Message.Command command(String by, RoomAction action, String target) {
        return new Message.Command(by, action, target, null, null);
    }

    static Message.Command because(String by, RoomAction action, String reason) {
        return new Message.Command(by, action, null, reason, null);
    }

    Scene done(Message message) {
        Step.Applied applied = assertInstanceOf(Step.Applied.class, reception.apply(message, now));
        reception = applied.reception();
        effects = applied.effects();
        return this;
    }

    Step.Refused refused(Message message) {
        return assertInstanceOf(Step.Refused.class, reception.apply(message, now));
    }

    Scene after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Seat seat(String id) {
        return reception.seats().seat(id).orElseThrow();
    }

    ReceptionState state() {
        return reception.stage().state();
    }

    /** The effects for bridge and recorder only, in order. */
    List<Effect> orders() {
        return effects.stream()
                .filter(effect -> !(effect instanceof Effect.Note || effect instanceof Effect.Logged))
                .toList();
    }
}
