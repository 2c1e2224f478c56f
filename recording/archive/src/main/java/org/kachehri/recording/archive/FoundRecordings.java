package org.kachehri.recording.archive;

import java.util.List;

/**
 * What a search found.
 *
 * @param page newest first
 * @param count of all pages
 * @param points ids of all points with recordings, for the next search
 */
public record FoundRecordings(List<ArchivedRecording> page, long count, List<String> points) {
    public FoundRecordings {
        page = List.copyOf(page);
        points = List.copyOf(points);
    }
}
