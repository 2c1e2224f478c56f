/** This is the only place that says how long a recording is kept, and destroys it. */
package org.kachehri.recording.retention;
