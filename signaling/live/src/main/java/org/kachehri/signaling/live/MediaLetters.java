package org.kachehri.signaling.live;

import java.util.Optional;
import org.kachehri.signaling.bridge.BridgeRoom;
import org.kachehri.signaling.bridge.Purpose;
import org.kachehri.signaling.reception.Reception;
import org.kachehri.signaling.reception.RoomAction;
import org.kachehri.signaling.reception.Step;

/** What a screen says about its two peer connections, passed on to the bridge. Owned by the reception's thread. */
final class MediaLetters {
    private final Stagehand stagehand;

    MediaLetters(Stagehand stagehand) {
        this.stagehand = stagehand;
    }

    void publish(Letter.Publish letter, String seat, Reception reception) {
        Optional<BridgeRoom> room = stagehand.room();
        if (room.isEmpty()) {
            letter.screen()
                    .send(Wire.refused("WRONG_STATE", reception.stage().state().name()));
            return;
        }
        Optional<Step.Refused> refusal = letter.sources().stream()
                .flatMap(source -> right(source.purpose()).stream())
                .flatMap(right -> reception.roleRefusal(seat, right).stream())
                .findFirst();
        if (refusal.isPresent()) {
            letter.screen().send(Wire.refused(refusal.get()));
            return;
        }
        letter.screen()
                .send(
                        switch (room.get().publish(seat, letter.sdp(), letter.sources())) {
                            case BridgeRoom.PublishOutcome.Answered answered -> Wire.published(answered.sdp());
                            case BridgeRoom.PublishOutcome.Refused refused ->
                                Wire.refused("MEDIA_REFUSED", refused.reason());
                            case BridgeRoom.PublishOutcome.Gone ignored -> Wire.refused("MEDIA_GONE", null);
                        });
    }

    /** What the policy table must give before this may be published; a face and a voice need only the seat. */
    private static Optional<RoomAction> right(Purpose purpose) {
        return switch (purpose) {
            case MICROPHONE, CAMERA -> Optional.empty();
            case DOCUMENT -> Optional.of(RoomAction.SHARE_DOCUMENT);
            case SCREEN, SCREEN_SOUND -> Optional.of(RoomAction.SHARE_SCREEN);
        };
    }

    void subscribed(Letter.Subscribed letter, String seat) {
        BridgeRoom.SubscribedOutcome outcome = stagehand
                .room()
                .map(room -> room.subscribed(seat, letter.sdp(), letter.generation()))
                .orElseGet(BridgeRoom.SubscribedOutcome.OutOfOrder::new);
        switch (outcome) {
            case BridgeRoom.SubscribedOutcome.Taken ignored -> {
                // The next offer, if there is one, is on its way.
            }
            case BridgeRoom.SubscribedOutcome.OutOfOrder ignored ->
                letter.screen().send(Wire.refused("OUT_OF_ORDER", "no such offer is waiting"));
            case BridgeRoom.SubscribedOutcome.Refused refused ->
                letter.screen().send(Wire.refused("MEDIA_REFUSED", refused.reason()));
        }
    }

    void view(Letter.View letter, String seat) {
        stagehand.room().ifPresent(room -> letter.sources().forEach(view -> room.view(seat, view)));
    }

    void restart(String seat) {
        stagehand.room().ifPresent(room -> room.restart(seat));
    }
}
