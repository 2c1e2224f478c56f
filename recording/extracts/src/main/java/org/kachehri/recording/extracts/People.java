package org.kachehri.recording.extracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kachehri.platform.http.Json;

/** Who sat in a reception, and who of them has to be masked in an extract; read from the package. */
final class People {
    /** Who came with a matter, or for somebody who did: in a protected reception nobody may recognise them. */
    private static final Set<String> PROTECTED_ROLES = Set.of("CITIZEN", "REPRESENTATIVE", "AGENT");

    /** @param name the alias of a denouncer */
    private record Person(String name, String role) {}

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Set<String> tracks = new TreeSet<>();

    /**
     * @param sealed the package
     * @param copies the viewing copies' directory, which tells what people showed and said
     */
    People(Path sealed, Path copies) throws IOException {
        JsonNode reception =
                Json.mapper().readTree(Files.readAllBytes(sealed.resolve("data").resolve("reception.json")));
        for (JsonNode one : reception.path("participants")) {
            String peer = one.path("peer").asText();
            people.put(
                    peer,
                    new Person(one.path("name").asText(peer), one.path("role").asText("")));
        }
        JsonNode described = Json.mapper().readTree(Files.readAllBytes(copies.resolve("copies.json")));
        for (JsonNode copy : described.path("copies")) {
            // A track's name may go on with a layer or a part: p3/camera~h, p3/camera#2.
            String track = copy.path("track").asText("").split("[~#]", 2)[0];
            if (!track.isEmpty()) {
                tracks.add(track);
                people.putIfAbsent(track.split("/", 2)[0], new Person(track.split("/", 2)[0], ""));
            }
        }
    }

    boolean holds(String peer) {
        return people.containsKey(peer);
    }

    boolean holdsTrack(String track) {
        return tracks.contains(track);
    }

    String name(String peer) {
        return people.get(peer).name();
    }

    /**
     * @param wanted the voice of each who shall be masked
     * @param protectedIdentity whether those who came have to be, wanted or not
     * @param own the peer of a citizen who gets their own statement: everybody else is masked
     */
    List<Mask> masks(Map<String, Mask.Voice> wanted, boolean protectedIdentity, Optional<String> own) {
        List<Mask> masks = new ArrayList<>();
        people.forEach((peer, person) -> {
            boolean hidden = protectedIdentity && PROTECTED_ROLES.contains(person.role());
            boolean masked = own.map(citizen -> !citizen.equals(peer)).orElse(wanted.containsKey(peer) || hidden);
            if (masked) {
                // The name of a protected person is an alias already, by which others may speak of them.
                String alias = hidden ? person.name() : letter(masks.size());
                masks.add(new Mask(peer, alias, wanted.getOrDefault(peer, Mask.Voice.VEILED)));
            }
        });
        return masks;
    }

    /** A, B … Z, then A2, B2: the same in every language, and nobody's name. */
    private static String letter(int number) {
        return (char) ('A' + number % 26) + (number < 26 ? "" : String.valueOf(number / 26 + 1));
    }
}
