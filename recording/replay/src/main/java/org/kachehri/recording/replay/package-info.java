/** This is the only place that shows recordings, and logs to whom. */
package org.kachehri.recording.replay;
