/** This is the only place where signaling speaks to media. */
package org.kachehri.signaling.bridge;
