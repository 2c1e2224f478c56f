/** This is the only place that moves a case file from desk to desk. */
package org.kachehri.eoffice.files;
