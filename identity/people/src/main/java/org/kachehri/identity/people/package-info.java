/** This is the only place that knows officials, their posts, citizens and the sealed identity of denouncers. */
package org.kachehri.identity.people;
