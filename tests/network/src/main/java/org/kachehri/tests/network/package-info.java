/** This is the only place where real programs meet over an invented network. */
package org.kachehri.tests.network;
