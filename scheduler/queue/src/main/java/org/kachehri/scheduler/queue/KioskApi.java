package org.kachehri.scheduler.queue;

import java.util.Optional;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The citizens' side of the HTTP API: an endpoint registered here is reached only by the device that opened the visit's link. Its
 * cookie is SameSite=Strict, which is what keeps other pages from acting in its name.
 */
public final class KioskApi {
    /** Of the protocol document (securitySchemes/kiosk). */
    static final String COOKIE = "kachehri_kiosk";

    private final HttpApi http;
    private final KioskLinks links;
    private final Transactions transactions;

    KioskApi(HttpApi http, KioskLinks links, Transactions transactions) {
        this.http = http;
        this.links = links;
        this.transactions = transactions;
    }

    public KioskApi on(String operationId, KioskEndpoint endpoint) {
        http.on(operationId, request -> {
            Optional<KioskVisitor> visitor = visitor(request);
            return visitor.isPresent()
                    ? endpoint.answer(visitor.get(), request)
                    : Answer.problem(Problem.of(
                                    401, "no-visit", "This device shows no visit; open the link of the number"))
                            .withoutCookie(COOKIE);
        });
        return this;
    }

    /** Who sits before this device, for operations that officials use too. */
    public Optional<KioskVisitor> visitor(Request request) {
        return request.cookie(COOKIE)
                .flatMap(device -> transactions.run(tx -> links.visitOf(tx, device)))
                .map(KioskVisitor::new);
    }
}
