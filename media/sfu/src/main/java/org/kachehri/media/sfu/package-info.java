/** This is the only place that decides which packet goes to whom. */
package org.kachehri.media.sfu;
