/** This is the only place that seals packages, has them stamped, and judges them. */
package org.kachehri.recording.seal;
