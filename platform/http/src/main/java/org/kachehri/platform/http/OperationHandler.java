package org.kachehri.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.SchemaValidationException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates one operation's requests on the event loop, then answers each on a virtual thread while there is a place. */
final class OperationHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(OperationHandler.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Operation operation;
    private final Endpoint endpoint;
    private final RequestValidator validator;
    private final Semaphore places;
    private final AnswerWriter writer;

    OperationHandler(
            Operation operation, Endpoint endpoint, RequestValidator validator, Semaphore places, AnswerWriter writer) {
        this.operation = operation;
        this.endpoint = endpoint;
        this.validator = validator;
        this.places = places;
        this.writer = writer;
    }

    @Override
    public void handle(RoutingContext context) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        Buffer present = body == null ? Buffer.buffer() : body;
        Future<?> valid;
        try {
            valid = RequestUtils.extract(context.request(), operation, () -> Future.succeededFuture(present))
                    .compose(request -> validator.validate(request, operation.getOperationId()));
        } catch (RuntimeException e) {
            valid = Future.failedFuture(e);
        }
        valid.onSuccess(ok -> answer(context, request(context, present)))
                .onFailure(wrong -> writer.write(context, Answer.problem(invalid(wrong))));
    }

    private void answer(RoutingContext context, Request request) {
        if (!places.tryAcquire()) {
            writer.write(
                    context,
                    Answer.problem(Problem.of(
                                    503, "busy", "Too many requests at this moment; try again in a few seconds"))
                            .withHeader("Retry-After", "2"));
            return;
        }
        Thread.ofVirtual().name("request").start(() -> {
            Answer answer;
            try {
                answer = outcome(request);
            } finally {
                places.release();
            }
            context.vertx().runOnContext(nothing -> writer.write(context, answer));
        });
    }

    private Answer outcome(Request request) {
        try {
            return endpoint.answer(request);
        } catch (Request.MalformedBody e) {
            return Answer.problem(
                    Problem.of(400, "malformed", "The request is malformed").withDetail(e.getMessage()));
        } catch (Exception e) {
            return databaseIsAway(e) ? away(e) : mishap(e, operation.getOperationId());
        }
    }

    /** The pool gave up waiting (5 s), or the server ended the connection: SQL states of class 08 and 57P. */
    private static boolean databaseIsAway(Throwable thrown) {
        // A chain of causes may be a ring; nobody wraps twenty times.
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                if (sql instanceof SQLTransientConnectionException
                        || state.startsWith("08")
                        || state.startsWith("57P")) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    private Answer away(Exception e) {
        LOG.warn("The database is away; {} was refused", operation.getOperationId(), e);
        return Answer.problem(Problem.of(
                        503, "no-database", "Nothing can be saved at this moment; try again in a few seconds"))
                .withHeader("Retry-After", "5");
    }

    /** A bug of ours: the person gets a number, the log the rest. */
    static Answer mishap(Throwable cause, String where) {
        byte[] random = new byte[5];
        RANDOM.nextBytes(random);
        String reference = HexFormat.of().withUpperCase().formatHex(random);
        LOG.error("Mishap {} at {}", reference, where, cause);
        return Answer.problem(
                Problem.of(500, "mishap", "Something went wrong on our side").withReference(reference));
    }

    private static Problem invalid(Throwable wrong) {
        String detail = wrong instanceof SchemaValidationException schema && schema.getOutputUnit() != null
                ? Complaints.first(schema.getOutputUnit())
                : Complaints.cut(String.valueOf(wrong.getMessage()));
        return Problem.of(400, "invalid", "The request doesn't keep to the protocol")
                .withDetail(detail);
    }

    private static Request request(RoutingContext context, Buffer body) {
        HttpServerRequest from = context.request();
        Map<String, String> headers = new HashMap<>();
        from.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(parameter -> query.putIfAbsent(parameter.getKey(), parameter.getValue()));
        Map<String, String> cookies = new HashMap<>();
        for (Cookie cookie : from.cookies()) {
            cookies.put(cookie.getName(), cookie.getValue());
        }
        String host = from.authority() == null ? "localhost" : from.authority().toString();
        return new Request(
                from.method().name(),
                context.pathParams(),
                query,
                headers,
                cookies,
                body.getBytes(),
                from.remoteAddress() == null
                        ? ""
                        : String.valueOf(from.remoteAddress().hostAddress()),
                from.scheme() + "://" + host);
    }
}
