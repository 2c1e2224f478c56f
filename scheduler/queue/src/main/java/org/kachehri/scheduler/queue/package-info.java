/** This is the only place that registers a visit, gives numbers and opens the kiosk. */
package org.kachehri.scheduler.queue;
