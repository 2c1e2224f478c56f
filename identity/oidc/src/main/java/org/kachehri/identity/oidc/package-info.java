/** This is the only place that speaks with an OpenID provider. */
package org.kachehri.identity.oidc;
