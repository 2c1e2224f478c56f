package org.kachehri.media.sfu;

/**
 * One of the qualities in which a source can be forwarded: a layer of its simulcast, or a spatial layer of its one stream with all below
 * it. Not thread-safe.
 */
final class Quality {
    /** The stream that it is taken from. */
    final Layer layer;

    /** From 0, the lowest. */
    final int index;

    /** The highest spatial layer of the stream that belongs to it; 0 of a stream that is taken whole. */
    final int spatialLayer;

    /** Of its pictures in pixels, as the last key frame said; 0 until one did. */
    int height;

    /** Of its own packets, those of the spatial layers below it not included. */
    final LayerActivity activity = new LayerActivity();

    Quality(Layer layer, int index, int spatialLayer) {
        this.layer = layer;
        this.index = index;
        this.spatialLayer = spatialLayer;
    }

    boolean flows() {
        return activity.flows();
    }

    /** What it takes on a line, the spatial layers below it included; 0 while it doesn't flow. */
    long bitsPerSecond() {
        long sum = activity.bitsPerSecond();
        if (sum > 0) {
            for (int i = 0; i < spatialLayer; i++) {
                sum += layer.source.qualities[i].activity.bitsPerSecond();
            }
        }
        return sum;
    }
}
