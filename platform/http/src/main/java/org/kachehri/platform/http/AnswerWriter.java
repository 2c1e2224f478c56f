package org.kachehri.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an {@link Answer} onto the wire, on the connection's event loop. */
final class AnswerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    private final boolean tls;

    AnswerWriter(boolean tls) {
        this.tls = tls;
    }

    void write(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader("Cache-Control", "no-store");
        answer.headers().forEach(response::putHeader);
        for (Answer.SetCookie cookie : answer.cookies()) {
            response.addCookie(Cookie.cookie(cookie.name(), cookie.value())
                    .setPath("/")
                    .setHttpOnly(true)
                    .setSameSite(CookieSameSite.STRICT)
                    .setSecure(tls)
                    .setMaxAge(cookie.age().toSeconds()));
        }
        switch (answer.content()) {
            case Answer.Content.Nothing nothing -> response.end();
            case Answer.Content.Bytes bytes -> {
                response.putHeader("Content-Type", bytes.mediaType());
                if (context.request().method().equals(HttpMethod.HEAD)) {
                    response.putHeader("Content-Length", String.valueOf(bytes.bytes().length));
                    response.end();
                } else {
                    response.end(Buffer.buffer(bytes.bytes()));
                }
            }
            case Answer.Content.File file -> writeFile(context, file);
        }
    }

    private void writeFile(RoutingContext context, Answer.Content.File file) {
        HttpServerResponse response = context.response();
        long size;
        try {
            size = Files.size(file.path());
        } catch (IOException e) {
            LOG.warn("A file that should be given out is not there: {}", file.path(), e);
            write(context, Answer.problem(Problem.notFound("This file is not there")));
            return;
        }
        response.putHeader("Content-Type", file.mediaType());
        response.putHeader("Accept-Ranges", "bytes");
        // Media is compressed already, and a range counts bytes as they lie in the file.
        response.putHeader("Content-Encoding", "identity");
        ByteRange range = ByteRange.of(context.request().getHeader("Range"), size);
        switch (range) {
            case ByteRange.Whole whole -> send(context, file, 0, size);
            case ByteRange.Part part -> {
                response.setStatusCode(206);
                response.putHeader("Content-Range", "bytes " + part.from() + "-" + part.to() + "/" + size);
                send(context, file, part.from(), part.to() - part.from() + 1);
            }
            case ByteRange.Unsatisfiable none -> {
                response.headers().remove("Content-Encoding");
                response.putHeader("Content-Range", "bytes */" + size);
                write(context, Answer.problem(Problem.of(416, "range", "The file has no such range")));
            }
        }
    }

    private static void send(RoutingContext context, Answer.Content.File file, long offset, long length) {
        HttpServerResponse response = context.response();
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(length));
            response.end();
            return;
        }
        response.sendFile(file.path().toString(), offset, length)
                .onFailure(e ->
                        LOG.debug("A client went away during {}", file.path().getFileName(), e));
    }
}
