/** This is the only place that speaks with the stores in which copies of packages are kept. */
package org.kachehri.recording.storage;
