/** This is the only place that opens database connections, starts the embedded PostgreSQL and migrates schemas. */
package org.kachehri.platform.postgres;
