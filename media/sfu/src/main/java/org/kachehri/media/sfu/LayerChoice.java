package org.kachehri.media.sfu;

/** Which layer of a simulcast serves who shows a source at some height. Pure. */
final class LayerChoice {
    private LayerChoice() {}

    /** The lowest layer that is at least as high as what is shown, whether it flows or not. */
    static Layer desired(Layer[] layers, int shownHeight) {
        for (Layer layer : layers) {
            if (layer.height >= shownHeight) {
                return layer;
            }
        }
        return layers[layers.length - 1];
    }

    /** The same of those that flow, or the best below it; the lowest of all while none does. */
    static Layer flowing(Layer[] layers, int shownHeight) {
        Layer best = layers[0];
        for (Layer layer : layers) {
            if (!layer.activity.flows()) {
                continue;
            }
            best = layer;
            if (layer.height >= shownHeight) {
                break;
            }
        }
        return best;
    }
}
