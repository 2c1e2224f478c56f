package org.kachehri.recording.composer;

import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The pictures of one seat as time goes on: of the best layer that flows. Not thread-safe. */
final class SeatPictures implements AutoCloseable {
    /** A layer without a picture for so long has stopped: the next lower one is shown. */
    private static final long LAYER_STOPPED_NANOS = 500_000_000L;

    private final List<LayerPictures> bestFirst;
    private LayerPictures shown;

    SeatPictures(Seat seat) {
        bestFirst = seat.layers().stream().map(LayerPictures::new).toList().reversed();
    }

    /** Decodes what was taken until then; lower layers only while the ones above them stand still. */
    void decodeUntil(long nanos) throws IOException {
        LayerPictures newest = null;
        for (LayerPictures layer : bestFirst) {
            layer.decodeUntil(nanos);
            if (layer.shownNanos() > 0
                    && (newest == null || layer.shownNanos() - newest.shownNanos() > LAYER_STOPPED_NANOS)) {
                newest = layer;
            }
            if (newest != null && nanos - newest.shownNanos() < LAYER_STOPPED_NANOS) {
                break;
            }
        }
        shown = newest;
    }

    /** When the last picture was taken; 0 before the first. */
    long shownNanos() {
        return shown == null ? 0 : shown.shownNanos();
    }

    /** The last picture, to be asked for after {@link #shownNanos}; valid until the next is decoded. */
    AVFrame picture() {
        return shown.picture();
    }

    @Override
    public void close() {
        bestFirst.forEach(LayerPictures::close);
    }
}
