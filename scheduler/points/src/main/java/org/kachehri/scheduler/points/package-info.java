/** This is the only place that knows units and reception points. */
package org.kachehri.scheduler.points;
