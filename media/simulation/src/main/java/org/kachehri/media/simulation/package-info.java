/** This is the only place where time is virtual and the network is invented from a seed. */
package org.kachehri.media.simulation;
