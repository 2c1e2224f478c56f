/** This is the only place that makes extracts of recordings, and hands them out. */
package org.kachehri.recording.extracts;
