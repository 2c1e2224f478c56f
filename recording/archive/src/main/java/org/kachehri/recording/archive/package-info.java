/** This is the only place that takes recordings in and keeps them. */
package org.kachehri.recording.archive;
