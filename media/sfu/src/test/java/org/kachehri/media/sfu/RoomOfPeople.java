package org.kachehri.media.sfu;

import java.util.Random;

/** People who talk over each other, as the levels of their audio packets, one a frame of 20 ms. Not thread-safe. */
final class RoomOfPeople {
    /** A muted microphone or discontinuous transmission. */
    static final int SENDS_NOTHING = -1;

    /** Half a second of silence, then the first one opens the meeting, alone and well heard, until the end of the third second. */
    static final int OPENING_FRAMES = 150;

    private static final int SILENT_FRAMES = 25;

    private enum Doing {
        LISTENS,
        TALKS,
        HUMS,
        IS_MUTE
    }

    private final Random random;
    private final Doing[] doing;
    private final int[] until;
    private final int[] roomNoise;
    private final int[] voice;
    private int frame;

    RoomOfPeople(int people, Random random) {
        this.random = random;
        doing = new Doing[people];
        until = new int[people];
        roomNoise = new int[people];
        voice = new int[people];
        for (int i = 0; i < people; i++) {
            doing[i] = Doing.LISTENS;
            until[i] = OPENING_FRAMES;
            roomNoise[i] = 60 + random.nextInt(60);
            voice[i] = 15 + random.nextInt(35);
        }
        roomNoise[0] = 110;
        voice[0] = 20;
    }

    void goOn(int atFrame) {
        frame = atFrame;
        doing[0] = frame == SILENT_FRAMES ? Doing.TALKS : doing[0];
        for (int i = 0; i < doing.length; i++) {
            if (frame >= until[i]) {
                // The first one's line stays open, so that the room is never asleep.
                doing[i] = Doing.values()[random.nextInt(i == 0 ? 3 : 4)];
                until[i] = frame + 2 + random.nextInt(random.nextInt(4) == 0 ? 10 : 250);
            }
        }
    }

    /** −dBov, or {@link #SENDS_NOTHING}. */
    int level(int person) {
        boolean opening = frame < OPENING_FRAMES;
        return switch (doing[person]) {
            case LISTENS -> around(roomNoise[person]);
            // Syllables: pauses of a frame or two between them, but not while the meeting is opened.
            case TALKS -> !opening && random.nextInt(12) == 0 ? around(roomNoise[person]) : around(voice[person]);
            case HUMS -> around((roomNoise[person] + voice[person]) / 2);
            case IS_MUTE -> random.nextInt(50) == 0 ? 127 : SENDS_NOTHING;
        };
    }

    private int around(int level) {
        return Math.clamp(level + random.nextInt(7) - 3, 0, 126);
    }
}
