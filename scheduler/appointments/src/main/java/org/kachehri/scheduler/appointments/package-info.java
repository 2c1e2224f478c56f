/** This is the only place that knows who is to be received when, where and by whom. */
package org.kachehri.scheduler.appointments;
