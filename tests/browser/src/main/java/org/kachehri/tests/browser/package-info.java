/** This is the only place that drives browsers of different makers, and where they meet over the bridge. */
package org.kachehri.tests.browser;
