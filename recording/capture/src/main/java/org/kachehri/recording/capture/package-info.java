/** This is the only place that writes what was sent in a reception to disk, and reads it back. */
package org.kachehri.recording.capture;
