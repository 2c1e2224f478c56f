/** This is the only place that invents hostile bytes and says what must hold for them. */
package org.kachehri.tests.fuzz;
