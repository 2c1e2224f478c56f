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

    private static final int LISTENERS = 60;
    private static final int PROBE_ROOM = 1_000_000;

    /**
     * One person in one room.
     *
     * @param number unique in the roster
     * @param kinds {@code a}, {@code v}, {@code av}, or empty for who only listens
     */
    record Participant(int number, int room, String kinds) {
        /** Measured one packet at a time; not part of the load. */
        boolean isProbe() {
            return room == PROBE_ROOM;
        }

        boolean publishes() {
            return !kinds.isEmpty();
        }
    }

    /**
     * One publisher with sound and picture, and others who only listen; so many such rooms that some sixty listen, because
     * no publisher may send as much as would keep a server busy that has six to send it to.
     */
    static Roster fanOut(int subscribers) {
        return fanOut(Trace.chromium(), Math.max(1, LISTENERS / subscribers), subscribers);
    }

    /** So many rooms, each with one publisher of what the trace holds. */
    static Roster fanOut(Trace trace, int rooms, int subscribers) {
        List<Participant> all = new ArrayList<>();
        for (int i = 0; i < rooms * (subscribers + 1); i++) {
            all.add(new Participant(i, i / (subscribers + 1) + 1, i % (subscribers + 1) == 0 ? trace.kinds() : ""));
        }
        return new Roster(Integer.toString(subscribers), trace, all);
    }

    /** Rooms in which everybody is heard and one is seen, at 640x360. */
    static Roster rooms(int rooms, int people) {
        List<Participant> all = new ArrayList<>();
        for (int i = 0; i < rooms * people; i++) {
            all.add(new Participant(i, i / people + 1, i % people == 0 ? "av" : "a"));
        }
        return new Roster("rooms", Trace.chromium().quarter(), all);
    }

    /** Receptions of four in which everybody is heard and seen, at 640x360. */
    static Roster receptions(int receptions) {
        List<Participant> all = new ArrayList<>();
        for (int i = 0; i < receptions * 4; i++) {
            all.add(new Participant(i, i / 4 + 1, "av"));
        }
        return new Roster("receptions", Trace.chromium().quarter(), all);
    }

    /** A reception of two who hear and see each other, at 640x360. */
    static Roster pair(int firstNumber) {
        return new Roster(
                "pair",
                Trace.chromium().quarter(),
                List.of(new Participant(firstNumber, 1, "av"), new Participant(firstNumber + 1, 1, "av")));
    }

    /** And a room of two beside them, in which nothing but latency is measured. */
    Roster withProbe() {
        List<Participant> all = new ArrayList<>(participants);
        all.add(new Participant(all.size(), PROBE_ROOM, "a"));
        all.add(new Participant(all.size(), PROBE_ROOM, ""));
        return new Roster(name, trace, all);
    }

    /** Those of the load who send. */
    List<Participant> publishers() {
        return participants.stream()
                .filter(each -> each.publishes() && !each.isProbe())
                .toList();
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

    /** Of the first stream of what this participant sends; the others have the next. */
    static long firstSsrc(int participant) {
        return 0x1000_0000L + participant * 8L;
    }

    /** Of retransmissions of a picture in one encoding: after those of sound and three encodings. */
    static long repairSsrc(int participant) {
        return firstSsrc(participant) + 4;
    }
}
