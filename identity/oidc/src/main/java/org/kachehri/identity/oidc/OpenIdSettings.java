package org.kachehri.identity.oidc;

import java.net.URI;
import java.util.Optional;

/**
 * @param issuer exactly as the provider writes itself
 * @param secret empty for a public client
 * @param claim of the ID token that is an official's login here
 * @param label what the button on the sign-in page says after "With"
 */
public record OpenIdSettings(URI issuer, String client, Optional<String> secret, String claim, String label) {}
