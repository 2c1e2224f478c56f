package org.kachehri.recording.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.recording.composer.Seat.Sight;

/**
 * Who is seen in the composite, and in which words.
 *
 * @param code the reception's number
 * @param zone of the clock
 * @param tongues of the people there, for what is written on cards
 */
record Cast(String code, ZoneId zone, List<Tongue> tongues, List<Seat> seats) {
    /** What a camera over a paper, or a screen, is called in a source's id. */
    private static final Set<String> SHOWN = Set.of("document", "screen");

    /**
     * @param reception the package's {@code reception.json}; missing fields have a sensible meaning
     * @param people in the order in which they sit
     */
    static Cast of(JsonNode reception, Collection<Person> people, List<ComposedTrack> tracks) {
        List<Tongue> tongues = new ArrayList<>();
        for (JsonNode participant : reception.path("participants")) {
            Tongue.ofCode(participant.path("language").asText(""))
                    .filter(tongue -> !tongues.contains(tongue))
                    .ifPresent(tongues::add);
        }
        return new Cast(
                reception.path("code").asText(""),
                zone(reception),
                tongues.isEmpty() ? List.of(Tongue.values()) : List.copyOf(tongues),
                seats(people, tracks));
    }

    private static ZoneId zone(JsonNode reception) {
        try {
            return ZoneId.of(reception.path("timeZone").asText("Z"));
        } catch (DateTimeException unknown) {
            // The offset stands beside the time, so the clock is right in any zone.
            return ZoneOffset.UTC;
        }
    }

    /** People by their peer in the order in which they sit: as the reception lists them. */
    static Map<String, Person> people(JsonNode reception) {
        Map<String, Person> people = new LinkedHashMap<>();
        for (JsonNode participant : reception.path("participants")) {
            String peer = participant.path("peer").asText();
            people.put(
                    peer,
                    new Person(
                            peer,
                            participant.path("name").asText(peer),
                            Role.ofName(participant.path("role").asText("")),
                            Tongue.ofCode(participant.path("language").asText(""))
                                    .orElse(Tongue.EN)));
        }
        return people;
    }

    /** One seat for each source of pictures, and one for each person who only speaks. */
    private static List<Seat> seats(Collection<Person> people, List<ComposedTrack> tracks) {
        List<Seat> seats = new ArrayList<>();
        for (Person person : people) {
            List<ComposedTrack> own = tracks.stream()
                    .filter(track -> track.person().equals(person))
                    .toList();
            Map<String, Map<String, List<ComposedTrack>>> sources = new LinkedHashMap<>();
            for (ComposedTrack track : own) {
                if (track.track().kind() == MediaKind.VIDEO) {
                    sources.computeIfAbsent(track.track().publication(), any -> new LinkedHashMap<>())
                            .computeIfAbsent(track.track().source(), any -> new ArrayList<>())
                            .add(track);
                }
            }
            sources.forEach((source, layers) ->
                    seats.add(new Seat(person, sight(person, source), List.copyOf(layers.values()))));
            if (!own.isEmpty() && sources.keySet().stream().allMatch(Cast::isShown)) {
                seats.add(new Seat(person, Sight.PERSON, List.of()));
            }
        }
        return seats;
    }

    private static boolean isShown(String source) {
        return SHOWN.contains(source.substring(source.indexOf('/') + 1));
    }

    private static Sight sight(Person person, String source) {
        if (isShown(source)) {
            return Sight.SHOWN;
        }
        return person.interprets() ? Sight.SIGNS : Sight.PERSON;
    }

    /** With one card for each of these peers, in place of whatever they showed. */
    Cast masking(Set<String> peers) {
        List<Seat> masked = new ArrayList<>();
        Set<String> carded = new HashSet<>();
        for (Seat seat : seats) {
            String peer = seat.person().peer();
            if (!peers.contains(peer)) {
                masked.add(seat);
            } else if (carded.add(peer)) {
                masked.add(new Seat(seat.person(), Sight.MASKED, List.of()));
            }
        }
        return new Cast(code, zone, tongues, List.copyOf(masked));
    }

    /** The person of a peer that the reception doesn't name. */
    static Person unnamed(String peer) {
        return new Person(peer, peer, Optional.empty(), Tongue.EN);
    }
}
