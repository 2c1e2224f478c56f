package org.kachehri.media.sfu;

/** Which quality of a source serves who shows it at some height. Pure. */
final class LayerChoice {
    private LayerChoice() {}

    /** The lowest that is at least as high as what is shown, whether it flows or not. */
    static Quality desired(Quality[] qualities, int shownHeight) {
        for (Quality quality : qualities) {
            if (quality.height >= shownHeight) {
                return quality;
            }
        }
        return qualities[qualities.length - 1];
    }

    /**
     * The same of those that flow, or the best below it. While none does, the lowest layer of a simulcast is waited for; of spatial layers
     * the desired one, because all that come will come in one stream.
     */
    static Quality flowing(Quality[] qualities, int shownHeight) {
        boolean oneStream = qualities[0].layer == qualities[qualities.length - 1].layer;
        Quality best = oneStream ? desired(qualities, shownHeight) : qualities[0];
        for (Quality quality : qualities) {
            if (!quality.flows()) {
                continue;
            }
            best = quality;
            if (quality.height >= shownHeight) {
                break;
            }
        }
        return best;
    }
}
