/** This is the only place that puts the parts together and starts them. */
package org.kachehri.server;
