/** This is the only place where live receptions run: WebSocket, mailbox, effects. */
package org.kachehri.signaling.live;
