/** This is the only place that knows what is booked for whom and when: recorders, rooms, devices and people. */
package org.kachehri.scheduler.bookings;
