/** This is the only place that sends messages out of the house. */
package org.kachehri.platform.courier;
