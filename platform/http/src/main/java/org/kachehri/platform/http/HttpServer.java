package org.kachehri.platform.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: event-loop verticles take connections, every request is answered on a virtual thread of its own and written back on
 * its connection's context. A verticle on virtual threads would be simpler, but handles one request at a time.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    /** The largest body of the protocol is 64 KiB of text in JSON; uploads come another way. */
    private static final long BODY_LIMIT = 1 << 20;
    /** An SDP of 64 KiB in JSON doubles at worst by escaping, and frames may be as large as messages. */
    private static final int SOCKET_MESSAGE_LIMIT = 256 * 1024;

    private final Vertx vertx;
    private final int port;

    private HttpServer(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** @throws IllegalStateException when the port is taken, the TLS files are unreadable or the protocol document is wrong */
    public static HttpServer start(HttpSettings settings, HttpApi api) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops()));
        try {
            OpenAPIContract contract =
                    await(OpenAPIContract.from(vertx, api.document().json().copy()));
            Semaphore places = new Semaphore(settings.concurrentRequests());
            AtomicInteger port = new AtomicInteger();
            await(vertx.deployVerticle(
                    () -> new Listening(settings, api, contract, places, port),
                    new DeploymentOptions().setInstances(eventLoops())));
            if (!api.unanswered().isEmpty()) {
                LOG.info("The protocol promises operations that this server does not answer: {}", api.unanswered());
            }
            return new HttpServer(vertx, port.get());
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** Stops listening and closes every connection; answers in progress are lost. */
    @Override
    public void close() {
        await(vertx.close());
    }

    /** Requests are answered elsewhere; two loops parse and encrypt for one host, more only follow the cores. */
    private static int eventLoops() {
        return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 8));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The HTTP server did not come up within a minute", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static final class Listening extends AbstractVerticle {
        private final HttpSettings settings;
        private final HttpApi api;
        private final OpenAPIContract contract;
        private final Semaphore places;
        private final AtomicInteger port;

        Listening(HttpSettings settings, HttpApi api, OpenAPIContract contract, Semaphore places, AtomicInteger port) {
            this.settings = settings;
            this.api = api;
            this.contract = contract;
            this.places = places;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(options())
                    .requestHandler(router())
                    // A negative port is any free one that all our event loops share.
                    .listen(settings.port() == 0 ? -1 : settings.port(), settings.host())
                    .onSuccess(server -> {
                        port.set(server.actualPort());
                        started.complete();
                    })
                    .onFailure(started::fail);
        }

        private HttpServerOptions options() {
            HttpServerOptions options = new HttpServerOptions()
                    .setCompressionSupported(true)
                    .setMaxWebSocketFrameSize(SOCKET_MESSAGE_LIMIT)
                    .setMaxWebSocketMessageSize(SOCKET_MESSAGE_LIMIT)
                    .setWebSocketSubProtocols(List.copyOf(api.sockets().values().stream()
                            .map(HttpApi.Socket::subprotocol)
                            .toList()))
                    // Longer than the 30 s between the pings of the live protocol, short enough to shed dead peers.
                    .setIdleTimeout(120)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS);
            settings.tls().ifPresent(files -> options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(files.certificate().toString())
                            .addKeyPath(files.key().toString())));
            return options;
        }

        private Router router() {
            Router router = Router.router(vertx);
            router.route().handler(new SecurityHeaders(settings.tls().isPresent()));
            api.sockets().forEach((path, socket) -> router.get(path).handler(new SocketGate(socket)));
            AnswerWriter writer = new AnswerWriter(settings.tls().isPresent());
            RequestValidator validator = RequestValidator.create(vertx, contract);
            for (Map.Entry<String, Endpoint> entry : api.endpoints().entrySet()) {
                Operation operation = contract.operation(entry.getKey());
                String path = operation.getOpenAPIPath().replaceAll("\\{([^}]+)}", ":$1");
                router.route(operation.getHttpMethod(), path)
                        .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
                        .handler(new OperationHandler(operation, entry.getValue(), validator, places, writer));
                if (operation.getHttpMethod().equals(HttpMethod.GET)) {
                    router.head(path)
                            .handler(new OperationHandler(operation, entry.getValue(), validator, places, writer));
                }
            }
            settings.portal().ifPresent(folder -> PortalFiles.mount(router, folder));
            router.route()
                    .last()
                    .handler(context -> writer.write(
                            context, Answer.problem(Problem.notFound("There is nothing at this address"))));
            router.route().failureHandler(context -> writer.write(context, failure(context)));
            return router;
        }

        /** What fails before or beside an endpoint: too large a body, a malformed address. */
        private static Answer failure(RoutingContext context) {
            return switch (context.statusCode()) {
                case 413 -> Answer.problem(Problem.of(413, "too-large", "The request has more than 1 MiB"));
                case 400 -> Answer.problem(Problem.of(400, "malformed", "The request is malformed"));
                case 405 -> Answer.problem(Problem.of(405, "method", "This address doesn't take that method"));
                default ->
                    OperationHandler.mishap(context.failure(), context.request().path());
            };
        }
    }
}
