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

    /** The same of those that flow, or the best below it; the lowest of all while none does. */
    static Quality flowing(Quality[] qualities, int shownHeight) {
        Quality best = qualities[0];
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
