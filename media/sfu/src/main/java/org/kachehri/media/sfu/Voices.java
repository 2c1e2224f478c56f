package org.kachehri.media.sfu;

import java.util.ArrayList;
import java.util.List;

/** The microphones of a room whose packets tell their level, and which of them holds the floor. Not thread-safe. */
final class Voices {
    private final DominantSpeaker speaker = new DominantSpeaker();

    /** By the number that {@link DominantSpeaker#join} gave out. */
    private final List<Source> sources = new ArrayList<>();

    private int told = DominantSpeaker.NONE;

    void join(Source source, long nowNanos) {
        if (source.video() || source.description.extensions().audioLevel() < 1) {
            return;
        }
        source.voice = speaker.join(nowNanos);
        while (sources.size() <= source.voice) {
            sources.add(null);
        }
        sources.set(source.voice, source);
    }

    void leave(Source source) {
        if (source.voice != DominantSpeaker.NONE) {
            speaker.leave(source.voice);
            sources.set(source.voice, null);
            if (told == source.voice) {
                told = DominantSpeaker.NONE;
            }
            source.voice = DominantSpeaker.NONE;
        }
    }

    /** A packet of this source tells its level (RFC 6464). */
    void level(Source source, int minusDbov, long nowNanos) {
        speaker.level(source.voice, minusDbov, nowNanos);
    }

    /** When {@link #tell} has something to do. */
    long deadlineNanos() {
        return speaker.nextDeadlineNanos();
    }

    /** Tells if another one holds the floor now. */
    void tell(long nowNanos, Effects effects) {
        int now = speaker.decide(nowNanos);
        if (now != told && now != DominantSpeaker.NONE) {
            told = now;
            Source source = sources.get(now);
            effects.emit(new ShardEvent.DominantSpeaker(source.room.name, source.transport.peer));
        }
    }
}
