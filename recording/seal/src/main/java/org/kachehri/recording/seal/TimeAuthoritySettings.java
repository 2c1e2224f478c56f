package org.kachehri.recording.seal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Who proves when a recording was sealed.
 *
 * @param url where the time stamp authority answers (RFC 3161 section 3.4, over HTTP or HTTPS)
 * @param certificates its certificate or that of who issued it (PEM): whose stamps count here
 */
public record TimeAuthoritySettings(URI url, Path certificates) {
    public TimeAuthoritySettings {
        Objects.requireNonNull(certificates, "certificates");
        String scheme = String.valueOf(url.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(url + " isn't an address with http: or https:");
        }
    }
}
