package org.kachehri.media.sfu;

/**
 * The ids under which a media section negotiated its header extensions (RFC 8285); {@link #NONE} for what it didn't.
 *
 * @param mid media section (RFC 8843 section 15)
 * @param rid layer of a simulcast (RFC 8852)
 * @param repairedRid layer that a retransmission repairs (RFC 8852)
 * @param transportWide number of the packet on its whole transport (draft-holmer-rmcat-transport-wide-cc-extensions-01)
 * @param audioLevel loudness (RFC 6464)
 */
public record ExtensionIds(int mid, int rid, int repairedRid, int transportWide, int audioLevel) {
    public static final int NONE = -1;

    /** Of a section that negotiated nothing but its name. */
    public static ExtensionIds ofMid(int mid) {
        return new ExtensionIds(mid, NONE, NONE, NONE, NONE);
    }
}
