package org.kachehri.signaling.bridge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kachehri.media.rtp.MediaKind;

/** What a participant sends, and so the second half of a source's id ({@code p3/camera}). */
public enum Purpose {
    MICROPHONE(MediaKind.AUDIO),
    CAMERA(MediaKind.VIDEO),
    DOCUMENT(MediaKind.VIDEO),
    SCREEN(MediaKind.VIDEO),
    /** What a shared screen plays; silenced with its owner's microphone. */
    SCREEN_SOUND(MediaKind.AUDIO);

    /** Everything by which a participant can be heard. */
    static final List<Purpose> SOUNDS = List.of(MICROPHONE, SCREEN_SOUND);

    private final MediaKind kind;

    Purpose(MediaKind kind) {
        this.kind = kind;
    }

    public MediaKind kind() {
        return kind;
    }

    /** As the live protocol spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Purpose> ofWord(String word) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.word().equals(word))
                .findFirst();
    }

    /** The participant of a source's id. */
    static String participantOf(String source) {
        return source.substring(0, source.indexOf('/'));
    }

    /** The purpose of a source's id. */
    static Purpose of(String source) {
        return ofWord(source.substring(source.indexOf('/') + 1)).orElseThrow();
    }

    String sourceOf(String participant) {
        return participant + "/" + word();
    }
}
