/** This is the only place that decides who may do what and who is signed in. */
package org.kachehri.identity.access;
