/** This is the only place that writes and verifies the audit log. */
package org.kachehri.identity.audit;
