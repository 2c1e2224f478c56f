package org.kachehri.recording.composer;

import java.util.List;

/**
 * What one tile shows.
 *
 * @param layers of one source of pictures, in ascending quality, each with its tracks one after the other; empty for a person who only speaks
 */
record Seat(Person person, Sight sight, List<List<ComposedTrack>> layers) {
    /** What kind of picture it is; it decides where it is shown. */
    enum Sight {
        PERSON,
        /** Who translates into signs: those who need it look at one place all the time. */
        SIGNS,
        /** Somebody who may not be recognised: a card with the alias stands for all they showed. */
        MASKED,
        /** A document's camera or a shared screen: large while it is on. */
        SHOWN
    }

    Seat {
        layers = List.copyOf(layers);
    }

    List<String> tracks() {
        return layers.stream()
                .flatMap(List::stream)
                .map(track -> track.track().name())
                .toList();
    }
}
