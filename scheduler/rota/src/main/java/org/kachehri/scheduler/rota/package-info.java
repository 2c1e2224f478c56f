/** This is the only place that knows on which days leaders receive citizens, and whether they did. */
package org.kachehri.scheduler.rota;
