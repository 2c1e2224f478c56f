package org.kachehri.identity.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import org.kachehri.platform.http.Json;

/** What signed-in officials' browsers ask of a server on this machine, for tests: each request with the browser's cookie and its page's token. */
public final class OfficialBrowsers implements AutoCloseable {
    /** One browser. */
    public record Browser(String cookie, String csrf) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final String origin;

    public OfficialBrowsers(int port) {
        origin = "http://127.0.0.1:" + port;
    }

    /** Everybody's password is that of the demo. */
    public Browser signIn(String login) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post("/api/sign-in", "{\"login\":\"" + login + "\",\"password\":\"kachehri\"}", new Browser("", ""));
        String cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        return new Browser(cookie, json(answer).get("csrfToken").asText());
    }

    public HttpRequest.Builder request(String path, Browser browser) {
        return HttpRequest.newBuilder(URI.create(origin + path))
                .header("Cookie", browser.cookie())
                .header("X-CSRF-Token", browser.csrf());
    }

    public HttpResponse<String> get(String path, Browser browser) throws IOException, InterruptedException {
        return send(request(path, browser));
    }

    /** @param body JSON, or empty for none */
    public HttpResponse<String> post(String path, String body, Browser browser)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, browser);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> put(String path, String body, Browser browser)
            throws IOException, InterruptedException {
        return send(request(path, browser)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> delete(String path, Browser browser) throws IOException, InterruptedException {
        return send(request(path, browser).DELETE());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request, BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        return client.send(request.build(), body);
    }

    public static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
