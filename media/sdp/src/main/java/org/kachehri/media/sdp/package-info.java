/** This is the only place that reads and writes session descriptions. */
package org.kachehri.media.sdp;
