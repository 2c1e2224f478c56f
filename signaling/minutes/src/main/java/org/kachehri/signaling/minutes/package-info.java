/** This is the only place that writes the minutes of a reception. */
package org.kachehri.signaling.minutes;
