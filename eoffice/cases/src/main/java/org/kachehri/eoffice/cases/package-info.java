/** This is the only place that knows the reception book, tickets and their legal clocks. */
package org.kachehri.eoffice.cases;
