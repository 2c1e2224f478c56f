/** This is the only place that draws QR codes. */
package org.kachehri.platform.qr;
