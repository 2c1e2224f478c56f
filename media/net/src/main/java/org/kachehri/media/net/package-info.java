/** This is the only place in media that opens sockets, starts threads and asks the clock. */
package org.kachehri.media.net;
