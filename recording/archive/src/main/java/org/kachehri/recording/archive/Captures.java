package org.kachehri.recording.archive;

import java.io.IOException;

/**
 * Where finished captures come from when they aren't in {@link Archive#captureDirectory} already. Both may be repeated after a crash, and
 * are called by the thread that seals.
 */
public interface Captures {
    /** Everything in its place. */
    Captures IN_PLACE = new Captures() {
        @Override
        public void gather(String receptionId) {}

        @Override
        public void remove(String receptionId) {}
    };

    /** Puts what was captured of a reception into its capture directory. */
    void gather(String receptionId) throws IOException;

    /** The package was read back whole: what it was made of isn't needed any more. */
    void remove(String receptionId) throws IOException;
}
