/** This is the only place that measures. */
package org.kachehri.bench;
