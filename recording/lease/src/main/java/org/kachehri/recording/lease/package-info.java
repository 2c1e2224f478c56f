/** This is the only place that lends a recorder to a reception and brings its recording to the archive. */
package org.kachehri.recording.lease;
