/** This is the only place that knows our HTTP conventions: routing, problem+json, cookies, limits, validation. */
package org.kachehri.platform.http;
