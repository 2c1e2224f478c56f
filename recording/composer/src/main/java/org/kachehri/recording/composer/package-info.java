/** This is the only place that calls FFmpeg: it makes viewing copies from a sealed capture, in a process of its own. */
package org.kachehri.recording.composer;
