/** This is the only place that knows on which days the offices of a country are open. */
package org.kachehri.scheduler.calendar;
