package org.kachehri.recording.composer;

/** A rectangle of the picture in pixels; all four numbers are even, because colours are stored for two by two pixels. */
record Area(int x, int y, int width, int height) {
    Area {
        x &= ~1;
        y &= ~1;
        width &= ~1;
        height &= ~1;
    }

    /** The largest area of a shape within this one, in its middle. */
    Area fitting(int pictureWidth, int pictureHeight) {
        double scale = Math.min((double) width / pictureWidth, (double) height / pictureHeight);
        int w = Math.max(2, (int) (pictureWidth * scale) & ~1);
        int h = Math.max(2, (int) (pictureHeight * scale) & ~1);
        return new Area(x + (width - w) / 2, y + (height - h) / 2, w, h);
    }

    /** What is left above a strip of this height at the lower edge. */
    Area above(int strip) {
        return new Area(x, y, width, height - strip);
    }

    /** A strip of this height at the lower edge. */
    Area bottom(int strip) {
        return new Area(x, y + height - strip, width, strip);
    }
}
