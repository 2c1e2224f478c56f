package org.kachehri.recording.composer;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;

/** Says how large the pictures after a key frame are, as the decoder understands it: the one way that holds for every codec. Not thread-safe. */
final class PictureSize implements AutoCloseable {
    private final Decoder decoder;

    PictureSize(PictureCodec codec) throws IOException {
        decoder = new Decoder(codec.id(), parameters -> parameters.codec_type(AVMEDIA_TYPE_VIDEO));
    }

    /** The frame with its size; one that the decoder refuses is no key frame. */
    EncodedFrame sized(EncodedFrame frame) throws IOException {
        if (!frame.key()) {
            return frame;
        }
        decoder.decode(frame.bytes(), picture -> {});
        boolean decodes = decoder.width() > 0 && decoder.height() > 0;
        return new EncodedFrame(frame.nanos(), decodes, decoder.width(), decoder.height(), frame.parts());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
