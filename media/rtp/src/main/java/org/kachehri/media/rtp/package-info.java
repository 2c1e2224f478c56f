/** This is the only place that knows how RTP, RTCP and the payload headers of the codecs look on the wire. */
package org.kachehri.media.rtp;
