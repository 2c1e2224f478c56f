package org.kachehri.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is there and publishes what.
 *
 * @param name of the shape in figures
 * @param trace what each publisher with a camera sends; the others its sound
 */
record Roster(String name, Trace trace, List<Participant> participants) {

    /**
     * One person in one room.
     *
     * @param number unique in the roster
     * @param kinds {@code a}, {@code v}, {@code av}, or empty for who only listens
     */
    record Participant(int number, int room, String kinds) {
        boolean publishes() {
            return !kinds.isEmpty();
        }
    }

    /** One publisher with sound and picture, and others who only listen. */
    static Roster fanOut(int subscribers) {
        List<Participant> all = new ArrayList<>();
        all.add(new Participant(0, 1, "av"));
        for (int i = 1; i <= subscribers; i++) {
            all.add(new Participant(i, 1, ""));
        }
        return new Roster(Integer.toString(subscribers), Trace.chromium(), all);
    }

    /** Rooms in which everybody is heard and one is seen, at 640x360. */
    static Roster rooms(int rooms, int people) {
        List<Participant> all = new ArrayList<>();
        for (int i = 0; i < rooms * people; i++) {
            all.add(new Participant(i, i / people + 1, i % people == 0 ? "av" : "a"));
        }
        return new Roster("rooms", Trace.chromium().quarter(), all);
    }

    List<Integer> rooms() {
        return participants.stream().map(Participant::room).distinct().toList();
    }

    /** The publishers that this participant hears and sees. */
    List<Participant> heardBy(Participant listener) {
        return participants.stream()
                .filter(other -> other.room == listener.room && other.number != listener.number && other.publishes())
                .toList();
    }

    long listeners(Participant publisher) {
        return participants.stream()
                        .filter(other -> other.room == publisher.room)
                        .count()
                - 1;
    }

    static long audioSsrc(int participant) {
        return 0x1000_0000L + participant * 4L;
    }

    /** Its retransmissions use the next. */
    static long videoSsrc(int participant) {
        return audioSsrc(participant) + 1;
    }
}
