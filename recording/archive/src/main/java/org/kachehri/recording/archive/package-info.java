/** This is the only place that seals, verifies, stores and replays recordings. */
package org.kachehri.recording.archive;
