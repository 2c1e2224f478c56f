/** This is the only place that signs passes and says whether a scanned one is good. */
package org.kachehri.identity.pass;
