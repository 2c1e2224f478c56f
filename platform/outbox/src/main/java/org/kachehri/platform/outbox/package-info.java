/** This is the only place that delivers events from one module to another. */
package org.kachehri.platform.outbox;
