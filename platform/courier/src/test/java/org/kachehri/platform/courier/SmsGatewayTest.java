package org.kachehri.platform.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kachehri.platform.http.Json;

class SmsGatewayTest {
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile int status = 202;
    private HttpServer company;
    private URI address;

    @BeforeEach
    void open() throws IOException {
        company = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        company.createContext("/send", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            taken.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        company.start();
        address = URI.create("http://127.0.0.1:" + company.getAddress().getPort() + "/send");
    }

    @AfterEach
    void close() {
        company.stop(0);
    }

    @Test
    void aMessageIsHandedOverAsTheProtocolSays() throws Exception {
        try (SmsGateway gateway = new SmsGateway(address, Optional.of("secret"))) {
            gateway.send("+84 912-345.678", "A-2026-0012 https://example/a#x");
        }
        String message = taken.getFirst();
        assertEquals(1, taken.size());
        assertEquals("Bearer secret", message.substring(0, 13));
        assertEquals(
                "+84912345678",
                Json.mapper().readTree(message.substring(14)).path("to").asText());
    }

    @Test
    void aGatewayThatRefusesOrIsAwayIsAFault() {
        status = 500;
        try (SmsGateway gateway = new SmsGateway(address, Optional.empty())) {
            assertThrows(IOException.class, () -> gateway.send("0912345678", "x"));
            company.stop(0);
            assertThrows(IOException.class, () -> gateway.send("0912345678", "x"));
        }
    }
}
