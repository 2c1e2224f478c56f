package org.kachehri.platform.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;

/** Gives out the built portal. Addresses of its pages are its own: what is no file is answered with index.html. */
final class PortalFiles {
    private PortalFiles() {}

    static void mount(Router router, Path folder) {
        String root = folder.toAbsolutePath().normalize().toString();
        // A name under /assets contains the hash of its content, so it never changes.
        router.get("/assets/*").handler(context -> {
            context.response().putHeader("Cache-Control", "public, max-age=31536000, immutable");
            context.next();
        });
        router.get("/*").handler(context -> {
            if (!context.request().path().startsWith("/assets/")) {
                context.response().putHeader("Cache-Control", "no-cache");
            }
            context.next();
        });
        router.get("/*")
                .handler(StaticHandler.create(FileSystemAccess.ROOT, root)
                        .setCachingEnabled(false)
                        .setDirectoryListing(false)
                        .setIncludeHidden(false));
        router.get("/*").handler(context -> {
            if (isPage(context)) {
                context.response().putHeader("Content-Type", "text/html; charset=utf-8");
                context.response().sendFile(root + "/index.html").onFailure(context::fail);
            } else {
                context.response().headers().remove("Cache-Control");
                context.next();
            }
        });
    }

    private static boolean isPage(RoutingContext context) {
        String path = context.request().path();
        return context.request().method().equals(HttpMethod.GET)
                && !path.startsWith("/api/")
                && !path.startsWith("/assets/")
                && !path.startsWith("/health/");
    }
}
