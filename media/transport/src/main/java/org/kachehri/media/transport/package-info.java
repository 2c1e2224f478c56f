/** This is the only place that knows STUN, ICE-lite, SRTP and how one UDP port tells their packets apart. */
package org.kachehri.media.transport;
