package org.kachehri.signaling.bridge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.kachehri.media.sfu.PacketTap;

/** A recorder, or two that write the same, lent to one reception. Begun once, released once; used by the reception's thread. */
public interface RecorderLease {
    /** Unique among all leases. */
    String id();

    /** Starts writing. */
    void begin(Subject subject, Instant now);

    /** Where the bridge puts the packets; the same object for the life of the lease. */
    PacketTap tap();

    /** An event of the room for the timeline of the recording. */
    void event(RoomEvent event);

    /**
     * To be asked every second: puts another recorder in the place of one that was lost.
     *
     * @return whether another one writes now, so that the tap has to be put again for it to hear of all sources
     */
    boolean mend();

    /** How the recorder is; measured where it writes. */
    RecorderHealth health();

    /**
     * Writes nothing until {@link #resume}.
     *
     * @param offRecord by order while people go on talking; else because the reception is paused
     */
    void pause(boolean offRecord, String reason);

    void resume();

    /** A source that was silenced by order may be heard again, so that its silence is explained. */
    void unmuted(String source);

    /** A participant has switched an own source off or on. */
    void switched(String source, boolean on);

    /** The bridge hears this participant no more, or again. */
    void link(String participant, boolean up);

    /** Closes what was written, without sealing it, and gives the recorder back. */
    void release();

    /**
     * What is recorded.
     *
     * @param point id of the point where the person sits
     * @param zone in which the day and the clock of the copies are meant
     * @param person as others may read it: the alias of a denouncer
     */
    record Subject(
            String receptionId,
            String code,
            String point,
            LocalDate day,
            ZoneId zone,
            String person,
            String type,
            boolean protectedIdentity,
            List<Participant> participants) {
        public Subject {
            participants = List.copyOf(participants);
        }
    }

    /**
     * Who may be heard.
     *
     * @param language in which the copies speak to them (BCP 47)
     */
    record Participant(String id, String name, String role, String language) {}

    /** @param participant null when it is about the room */
    record RoomEvent(Instant at, String type, String participant, String name, String detail) {}

    /**
     * How the recording is, measured where it is written.
     *
     * @param recorders that write it now
     * @param measuredAt by the recorder's clock
     * @param sealedUpTo what was said until then is on disk, fsynced and hashed; null before the first segment
     * @param flushedAt what was said until then is with the operating system
     * @param bytes written so far
     * @param freeBytes left on the disk
     * @param trouble null while healthy
     * @param sources that it has been told of, one for all layers of a simulcast
     */
    record RecorderHealth(
            int recorders,
            Instant measuredAt,
            Instant sealedUpTo,
            Instant flushedAt,
            long bytes,
            long freeBytes,
            String trouble,
            List<SourceHealth> sources) {
        public RecorderHealth {
            sources = List.copyOf(sources);
        }

        public boolean healthy() {
            return trouble == null;
        }
    }

    /**
     * What is written of one source.
     *
     * @param since when it began, or writing went on after a pause
     * @param keyFrame when the newest key frame was whole; null for sound, and before the first
     * @param goodUntil until when there is something to play: a picture that can be decoded, sound that has come; null for never
     * @param heard when sound was heard last; null for never
     * @param loudest of the last seconds in -dBov (127 is digital silence); null where the packets don't tell
     */
    record SourceHealth(
            String participant,
            Purpose purpose,
            long bytes,
            Instant since,
            Instant keyFrame,
            Instant goodUntil,
            Instant heard,
            Integer loudest) {}
}
