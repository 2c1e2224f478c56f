package org.kachehri.platform.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * @param host address to listen on
 * @param port 0 takes any free one, see {@link HttpServer#port()}
 * @param portal folder with the built portal (index.html, assets/); empty when another server gives it out
 * @param concurrentRequests requests that may be answered at once; 4 for each database connection: a request holds its
 *     connection for part of its time only
 */
public record HttpSettings(
        String host, int port, Optional<TlsFiles> tls, Optional<Path> portal, int concurrentRequests) {
    /** Four for each of the default ten connections. */
    public static final int DEFAULT_CONCURRENT_REQUESTS = 40;

    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(host, port, Optional.empty(), Optional.empty(), DEFAULT_CONCURRENT_REQUESTS);
    }

    public HttpSettings withPortal(Path folder) {
        return new HttpSettings(host, port, tls, Optional.of(folder), concurrentRequests);
    }

    public HttpSettings withTls(TlsFiles files) {
        return new HttpSettings(host, port, Optional.of(files), portal, concurrentRequests);
    }
}
