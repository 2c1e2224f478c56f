/** This is the only place that knows the states of a reception and what each role may do in it. */
package org.kachehri.signaling.reception;
