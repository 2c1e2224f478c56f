package org.kachehri.media.sfu;

/** Which layer of a simulcast serves who shows a source at some height. Pure. */
final class LayerChoice {
    private LayerChoice() {}

    /**
     * The lowest flowing layer that is at least as high as what is shown, else the best that flows; the lowest of all while none does.
     * A layer whose height isn't known yet counts as high enough.
     */
    static Layer of(Layer[] layers, int shownHeight) {
        Layer best = layers[0];
        for (Layer layer : layers) {
            if (!layer.activity.flows()) {
                continue;
            }
            best = layer;
            if (layer.height > 0 && layer.height >= shownHeight) {
                break;
            }
        }
        return best;
    }
}
