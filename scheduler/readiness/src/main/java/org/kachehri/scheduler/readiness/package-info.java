/** This is the only place that knows whether the rooms of a point are ready. */
package org.kachehri.scheduler.readiness;
